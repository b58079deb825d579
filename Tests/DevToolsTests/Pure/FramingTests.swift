import Foundation
import Testing

@testable import DevTools

@Suite struct FramingTests {
    private func split(_ splitter: inout FrameSplitter, _ text: String) -> [String] {
        Array(text.utf8).withUnsafeBytes { splitter.append($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `A frame that arrives in pieces is put together`() {
        var splitter = FrameSplitter(limit: 100)
        #expect(split(&splitter, "{\"a\"") == [])
        #expect(split(&splitter, ":1}\0{}\0{\"b") == ["{\"a\":1}", "{}"])
        #expect(split(&splitter, "\":2}\0") == ["{\"b\":2}"])
    }

    @Test func `Empty frames are left out`() {
        var splitter = FrameSplitter(limit: 100)
        #expect(split(&splitter, "\0\0x\0\0") == ["x"])
    }

    @Test func `A frame over the limit is dropped and the next one is whole`() {
        var splitter = FrameSplitter(limit: 4)
        #expect(split(&splitter, "12") == [])
        #expect(split(&splitter, "345") == [])
        #expect(split(&splitter, "678\0next\0") == ["next"])
        #expect(splitter.dropped == 1)
    }

    @Test(arguments: [
        (#"{"id":12,"result":{}}"#, FrameHead.reply(id: 12)),
        (#"{"result":{},"id":3}"#, .reply(id: 3)),
        (#"{"method":"Page.loadEventFired","params":{}}"#, .event(method: "Page.loadEventFired")),
        (#"{"params":{},"method":"A.b"}"#, .event(method: "A.b")),
        (#"{"id":"x"}"#, .unknown), ("[]", .unknown), ("{", .unknown), ("nonsense", .unknown),
        (#"{"id":99999999999999999999}"#, .unknown),
    ])
    func `A frame's head is told whatever the order of its keys`(frame: String, expected: FrameHead) {
        #expect(FrameHead(Data(frame.utf8)) == expected)
    }

    @Test func `The outbox keeps order and its bound`() {
        var outbox = Outbox(limit: 5)
        let taken = [outbox.append([1, 2]), outbox.append([3, 4, 5]), outbox.append([6])]
        #expect(taken == [true, true, false])
        var frames = [outbox.popFirst()]
        let isTakenNow = outbox.append([6])
        #expect(isTakenNow)
        frames += [outbox.popFirst(), outbox.popFirst(), outbox.popFirst()]
        #expect(frames == [[1, 2], [3, 4, 5], [6], nil])
        #expect(outbox.byteCount == 0)
    }
}
