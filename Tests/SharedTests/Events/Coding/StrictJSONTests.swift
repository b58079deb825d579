import Testing

@testable import Shared

@Suite struct `What is not JSON` {
    /// Stands for what somebody wrote, which no error may repeat.
    private static let secret = "meet me at nine"

    static let malformed: [String] = [
        "", " ", "{", "}", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "[1 2]", "{\"a\":1}}",
        "[1] x", "nul", "tru", "True", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x1",
        "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"",
        "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"a\nb\"", "\"\u{0}\"", "/* */ 1", "\u{FEFF}{}", "[\"\(secret)\"",
        "{\"\(secret)\":\"\(secret)\"", "\"\(secret)", "[\"\(secret)\"]\(secret)",
    ]

    @Test(arguments: malformed)
    func `is refused at the top, and not quoted`(text: String) {
        expectCorrupted(Array(text.utf8))
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0xFF], [0x22, 0xC3, 0x5C, 0x6E, 0x22],
        ] as [[UInt8]])
    func `is refused when it is not UTF-8`(bytes: [UInt8]) {
        expectCorrupted(bytes)
    }

    @Test func `is refused at every length`() throws {
        var chance = SeededGenerator(seed: 3)
        let bytes = try EventCoding.encode(chance.event(MessageReceived(message: chance.message())))
        for length in bytes.indices { expectCorrupted(Array(bytes[..<length])) }
    }

    @Test func `is nested more than 64 deep`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONDocument(nested(64))
        expectCorrupted(nested(65))
        expectCorrupted(Array(String(repeating: "[", count: 1_000_000).utf8))
        expectCorrupted(Array(String(repeating: "{\"a\":", count: 1_000_000).utf8))
    }

    private func expectCorrupted(_ bytes: [UInt8]) {
        do {
            _ = try JSONDocument(bytes)
            Issue.record("it was accepted")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(context.codingPath.isEmpty)
            #expect(!context.debugDescription.contains(Self.secret))
        } catch {
            Issue.record("another error: \(error)")
        }
    }
}
