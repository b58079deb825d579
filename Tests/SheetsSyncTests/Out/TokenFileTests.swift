import Foundation
import Glibc
import ServiceRuntime
import Shared
import Testing

@testable import SheetsSync

@Suite struct TokenFileTests {
    private func app(_ path: String, refresh: String = "r2") -> GoogleCredentials.InstalledApp {
        .init(clientID: "id", clientSecret: Secret("s"), refreshToken: Secret(refresh), tokenPath: path)
    }

    private let token = AccessToken(value: Secret("ya29.new"), expires: Date(timeIntervalSince1970: 1_800_000_000.5))

    @Test func `a new token is written and what is not ours stays`() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(
                #"""
                {"token": "old", "refresh_token": "r1", "token_uri": "https://x", "scopes": ["a", "b"], "n": 7,
                 "nested": {"deep": [true, null, 1.5]}, "account": ""}
                """#, to: "token.json")
            try TokenFile.update(path, token, for: app(path))
            let file = try scratch.json("token.json")
            #expect(file["token"] as? String == "ya29.new" && file["refresh_token"] as? String == "r2")
            #expect(file["expiry"] as? String == "2027-01-15T08:00:00.500Z")
            #expect(file["token_uri"] as? String == "https://x" && file["scopes"] as? [String] == ["a", "b"])
            #expect(file["n"] as? Int == 7)
            let deep = (file["nested"] as? [String: Any])?["deep"] as? [Any]
            #expect(deep?.count == 3 && deep?[2] as? Double == 1.5)
            #expect(try scratch.mode("token.json") == "600")
            #expect(try scratch.names == ["token.json"])
        }
    }

    @Test func `a file that vanished or broke is made anew with all that a refresh needs`() async throws {
        try await Scratch.with { scratch in
            for broken in [nil, "", "{\"token"] {
                let path = try broken.map { try scratch.write($0, to: "token.json") } ?? scratch.path("token.json")
                try TokenFile.update(path, token, for: app(path))
                let file = try TokenFile(path: path)
                #expect(file.refreshToken == Secret("r2") && file.clientID == "id" && file.clientSecret == Secret("s"))
            }
        }
    }

    @Test func `a folder that cannot be written to is told and leaves nothing behind`() async throws {
        try await Scratch.with { scratch in
            #expect(throws: AtomicFile.Failure.self) {
                try AtomicFile.write([1], to: scratch.path("missing/token.json"))
            }
            try FileManager.default.createDirectory(
                atPath: scratch.path("token.json"), withIntermediateDirectories: true)
            #expect(throws: AtomicFile.Failure.self) { try AtomicFile.write([1], to: scratch.path("token.json")) }
            #expect(try scratch.names == ["token.json"])
        }
    }

    @Test(arguments: [
        ("2027-01-15T08:00:00Z", 1_800_000_000.0), ("2027-01-15T08:00:00.500000Z", 1_800_000_000.5),
        ("2027-01-15T08:00:00", 1_800_000_000), ("2027-01-15T08:00:00.25", 1_800_000_000.25),
    ])
    func `an expiry is read as Google's libraries write it`(text: String, seconds: Double) async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(#"{"token": "t", "expiry": "\#(text)"}"#, to: "token.json")
            #expect(try TokenFile(path: path).access?.expires == Date(timeIntervalSince1970: seconds))
        }
    }

    @Test(arguments: [
        #"{"token": "t"}"#, #"{"token": "t", "expiry": "soon"}"#, #"{"expiry": "2027-01-15T08:00:00Z"}"#,
        #"{"token": "", "expiry": "2027-01-15T08:00:00Z"}"#,
    ])
    func `without token or expiry there is no stored token`(text: String) async throws {
        try await Scratch.with { scratch in
            let file = try TokenFile(path: scratch.write(text, to: "token.json"))
            #expect(file.access == nil)
        }
    }
}
