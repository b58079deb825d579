import Foundation
import Testing

@testable import Sandbox

@Suite struct RecorderTests {
    private func withRecorder(_ body: @Sendable (Recorder, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-record-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let recorder = try Recorder(directory: folder.path, clock: SystemClock())
        try await body(recorder, folder.appendingPathComponent("http.jsonl"))
    }

    private func lines(_ file: URL) throws -> [JSONValue] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
    }

    @Test func `an exchange is one line with its secrets masked`() async throws {
        try await withRecorder { recorder, file in
            try await TestServer.with([EchoPeer()], recorder: recorder) { server in
                _ = try await server.send(
                    "POST", "/echo/x?q=1", json: ["a": 1], headers: ["Authorization": "Bearer secret"])
            }
            let line = try #require(try lines(file).first)
            #expect(line["peer"] == "echo")
            #expect(line["method"] == "POST")
            #expect(line["path"] == "/echo/x")
            #expect(line["query"] == [["q", "1"]])
            #expect(line["body"] == "{\"a\":1}")
            #expect(line["status"] == 200)
            #expect(line["responseBody"]?.string?.contains("\"method\":\"POST\"") == true)
            #expect(line["headers"]?.array?.contains(["Authorization", "***"]) == true)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("secret"))
        }
    }

    @Test func `a streamed answer is recorded whole and a page not at all`() async throws {
        try await withRecorder { recorder, file in
            try await TestServer.with([EchoPeer(), IndexPeer()], recorder: recorder) { server in
                _ = try await server.send("GET", "/echo/page")
                _ = try await server.send("GET", "/")
                _ = try await server.send("GET", "/echo/stream")
            }
            try await eventually("the stream is recorded") { try lines(file).count == 1 }
            #expect(try lines(file).first?["responseBody"] == "one two three")
        }
    }

    @Test func `a folder that cannot be written is refused`() {
        let error = #expect(throws: SandboxError.self) {
            _ = try Recorder(directory: "/proc/none", clock: SystemClock())
        }
        #expect(error?.code == .recordFailed)
    }
}
