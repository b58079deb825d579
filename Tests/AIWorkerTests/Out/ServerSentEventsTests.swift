import Testing

@testable import AIWorker

@Suite struct `Server-sent events` {
    private func events(_ text: String, piece: Int = .max) throws -> [String] {
        var parser = ServerSentEvents()
        var rest = Array(text.utf8)[...]
        var events: [String] = []
        while !rest.isEmpty {
            events += try parser.feed(rest.prefix(piece))
            rest = rest.dropFirst(min(piece, rest.count))
        }
        return events
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines may end in any of three ways`(end: String) throws {
        let text = ["data: a", "", ": a comment", "event: x", "id: 7", "data:b", "data: c", "", "data: d"]
            .joined(separator: end)
        #expect(try events(text) == ["a", "b\nc"])
        #expect(try events(text, piece: 1) == ["a", "b\nc"], "and be torn anywhere")
    }

    @Test func `characters that are torn by the border of two chunks stay whole`() throws {
        for piece in 1...5 {
            #expect(try events("data: Grüße 👋🏽 привет\n\n", piece: piece) == ["Grüße 👋🏽 привет"])
        }
    }

    @Test func `a byte order mark, empty data and other fields are no trouble`() throws {
        #expect(try events("\u{FEFF}data: a\n\n") == ["a"])
        #expect(try events("data\n\n") == [""])
        #expect(try events("data:\n\ndata:  two spaces\n\n") == ["", " two spaces"])
        #expect(try events("retry: 3\n\n\n\ndatabase: x\n\n").isEmpty)
    }

    @Test func `what no blank line ended is no event`() throws {
        #expect(try events("data: whole\n\ndata: ha").map(\.count) == [5])
        #expect(try events("data: whole\n\ndata: half\n") == ["whole"])
    }

    @Test func `an event without an end is not collected for ever`() {
        var parser = ServerSentEvents()
        let megabyte = [UInt8](repeating: 97, count: 1 << 20)
        #expect(throws: ServerSentEvents.TooLong()) { try parser.feed(megabyte) }
        var lines = ServerSentEvents()
        let line = Array(("data: " + String(repeating: "a", count: 1000) + "\n").utf8)
        #expect(throws: ServerSentEvents.TooLong()) { for _ in 0..<1000 { _ = try lines.feed(line) } }
    }

    @Test func `a text that never ends is not collected either`() throws {
        var growing = StreamedCompletion()
        let chunk = #"{"choices":[{"delta":{"content":"\#(String(repeating: "a", count: 10_000))"}}]}"#
        var taken = 0
        #expect(throws: StreamedCompletion.Fault.self) {
            while taken < 1000 {
                try growing.take(chunk)
                taken += 1
            }
        }
        #expect(taken == StreamedCompletion.maximumLength / 10_000)
    }
}
