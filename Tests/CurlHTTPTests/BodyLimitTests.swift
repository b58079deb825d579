import Foundation
import Testing

@testable import CurlHTTP

@Suite struct BodyLimitTests {
    @Test func aBodyAtTheLimitIsTakenAndOneByteMoreIsNot() async throws {
        try await withServer { peer in
            while true {
                let request = try peer.readRequest()
                try peer.answer(body: [UInt8](repeating: 1, count: Int(request.path.dropFirst()) ?? 0))
            }
        } test: { client, server in
            #expect(try await client.send(HTTPRequest(.get, server.url("/1000"), bodyLimit: 1000)).body.count == 1000)
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url("/1001"), bodyLimit: 1000))
            }
            #expect(error.code == .bodyTooLarge && error.requestMayHaveBeenProcessed && !error.isRetriable)
        }
    }

    @Test func aBodyWithoutALengthIsCutOffAtTheLimit() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while true { try peer.chunk(String(repeating: "x", count: 1000)) }
        } test: { client, server in
            let error = try await failure { try await client.send(HTTPRequest(.get, server.url(), timeouts: .patient)) }
            #expect(error.code == .bodyTooLarge)
        }
    }

    @Test func aHeadAnswerHasNoBodyToBeTooLong() async throws {
        try await withServer { peer in
            try peer.readRequest()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        } test: { client, server in
            let response = try await client.send(HTTPRequest(.head, server.url(), bodyLimit: 10))
            #expect(response.headers["Content-Length"] == "1000000" && response.body.isEmpty)
        }
    }

    @Test func aCompressedBodyIsDecompressed() async throws {
        let packed = try await Self.gzip(zeros: 3_000_000)
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(headers: ["Content-Encoding: gzip"], body: packed)
        } test: { client, server in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            #expect(response.body == [UInt8](repeating: 0, count: 3_000_000))
        }
    }

    @Test func theLimitHoldsForWhatIsUnpacked() async throws {
        let bomb = try await Self.gzip(zeros: 200_000_000)
        #expect(bomb.count < 1_000_000)
        try await withServer { peer in
            try peer.readRequest()
            try peer.answer(headers: ["Content-Encoding: gzip"], body: bomb)
        } test: { client, server in
            let before = try Self.residentBytes()
            let error = try await failure { try await client.send(HTTPRequest(.get, server.url())) }
            #expect(error.code == .bodyTooLarge)
            #expect(try Self.residentBytes() - before < 50_000_000)
        }
    }

    private static func gzip(zeros count: Int) async throws -> [UInt8] {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = folder.url.appending(path: "packed")
        try await Command("/bin/sh", ["-c", "head -c \(count) /dev/zero | gzip -9"], output: file).succeed()
        return [UInt8](try Data(contentsOf: file))
    }

    private static func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
        return try #require(Int(pages)) * 4096
    }
}
