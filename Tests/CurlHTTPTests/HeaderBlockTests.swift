import Testing

@testable import CurlHTTP

@Suite struct HeaderBlockTests {
    private func take(_ lines: [String], in block: inout HeaderBlock) -> HeaderBlock.Event {
        var last = HeaderBlock.Event.more
        for line in lines { last = block.take(Array((line + "\r\n").utf8)) }
        return last
    }

    @Test func linesBecomeFieldsInOrder() {
        var block = HeaderBlock()
        #expect(take(["HTTP/1.1 404 Not Found", "B: 2", "a:1", "C: \t x y \t"], in: &block) == .more)
        #expect(take([""], in: &block) == .complete)
        #expect(block.status == 404)
        #expect(block.headers == HTTPHeaders(["B": "2", "a": "1", "C": "x y"]))
    }

    @Test func anHTTP2StatusLineHasNoReason() {
        var block = HeaderBlock()
        #expect(take(["HTTP/2 201", ""], in: &block) == .complete)
        #expect(block.status == 201)
    }

    @Test func informationalAnswersArePassedOver() {
        var block = HeaderBlock()
        #expect(take(["HTTP/1.1 103 Early Hints", "Link: x", ""], in: &block) == .more)
        #expect(take(["HTTP/1.1 200 OK", "A: 1", ""], in: &block) == .complete)
        #expect(block.headers == HTTPHeaders(["A": "1"]))
    }

    @Test func trailersAreNotHeaders() {
        var block = HeaderBlock()
        _ = take(["HTTP/1.1 200 OK", "A: 1", ""], in: &block)
        #expect(take(["Sum: 2", ""], in: &block) == .more)
        #expect(block.headers == HTTPHeaders(["A": "1"]))
    }

    @Test(arguments: ["HTTP/1.1", "HTTP/1.1 abc OK", "HTTP/1.1 9 Nine", "HTTP/1.1 1000 Thousand"])
    func aBrokenStatusLineIsAFault(line: String) {
        var block = HeaderBlock()
        guard case .fault = block.take(Array((line + "\r\n").utf8)) else {
            Issue.record("'\(line)' was taken for a status line.")
            return
        }
    }

    @Test func theSizeIsBounded() {
        var block = HeaderBlock()
        _ = take(["HTTP/1.1 200 OK"], in: &block)
        let line = "A: " + String(repeating: "x", count: 1000)
        #expect(take(Array(repeating: line, count: 60), in: &block) == .more)
        guard case .fault = take(Array(repeating: line, count: 10), in: &block) else {
            Issue.record("70 KB of headers were taken.")
            return
        }
    }
}

extension HTTPHeaders {
    fileprivate init(_ pairs: KeyValuePairs<String, String>) {
        self.init(pairs.map { Field(name: $0.key, value: $0.value) })
    }
}
