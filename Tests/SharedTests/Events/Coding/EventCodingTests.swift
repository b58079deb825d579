import Foundation
import Testing

@testable import Shared

@Suite struct `Event coding, against Foundation's` {
    @Test(arguments: EventName.allCases)
    func `random events are the same bytes, and come back from them either way`(name: EventName) throws {
        var chance = SeededGenerator(seed: UInt64(name.rawValue.utf8.reduce(7) { $0 &* 31 &+ Int($1) }.magnitude))
        for _ in 0..<120 { try compare(chance.payload(name), &chance) }
    }

    @Test func `a damaged event is refused without a word of it, or read as Foundation reads it`() throws {
        var chance = SeededGenerator(seed: 11)
        var accepted = 0
        for _ in 0..<1000 {
            var bytes = try EventCoding.encode(chance.event(MessageReceived(message: chance.message())))
            for _ in 0..<Int.random(in: 1...3, using: &chance) { damage(&bytes, &chance) }
            guard let event = try? EventCoding.decode(Event<MessageReceived>.self, from: bytes) else { continue }
            accepted += 1
            // A damaged trace is replaced by a new one, each time another.
            var reference = try FoundationCoding.decode(Event<MessageReceived>.self, from: bytes)
            reference.header.trace = event.header.trace
            #expect(event == reference)
        }
        #expect(accepted > 50)
    }

    @Test func `the header is read without the data, which may be anything`() throws {
        var chance = SeededGenerator(seed: 5)
        let event = chance.event(MessageReceived(message: chance.message()))
        let text = String(decoding: try EventCoding.encode(event), as: UTF8.self)
        let data = String(decoding: try FoundationCoding.encode(event.data), as: UTF8.self)
        for other in ["null", "[]", "\"x\"", "{\"message\":1}"] {
            let changed = Array(text.replacing("\"data\":\(data)", with: "\"data\":\(other)").utf8)
            #expect(try EventCoding.decodeHeader(from: changed) == event.header)
            #expect(throws: DecodingError.self) { try EventCoding.decode(Event<MessageReceived>.self, from: changed) }
        }
    }

    private func compare<Payload: EventPayload>(_ data: Payload, _ chance: inout SeededGenerator) throws {
        let event = chance.event(data)
        let bytes = try EventCoding.encode(event)
        #expect(try bytes == FoundationCoding.encode(event))
        #expect(try EventCoding.decode(Event<Payload>.self, from: bytes) == event)
        #expect(try FoundationCoding.decode(Event<Payload>.self, from: bytes) == event)
        #expect(try EventCoding.decodeHeader(from: bytes) == event.header)
    }

    private func damage(_ bytes: inout [UInt8], _ chance: inout SeededGenerator) {
        let index = Int.random(in: bytes.indices, using: &chance)
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &chance)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8(ascii: " "), at: index)
        default: bytes[index] = Array(#"{}[]",:\u0tfn-+.eE"#.utf8).randomElement(using: &chance) ?? 0
        }
    }

    @Test func `a session's state that is not known yet is read as degraded`() throws {
        let state = try JSONDecoder().decode([SessionState].self, from: Data(#"["moved","banned"]"#.utf8))
        #expect(state == [.degraded, .banned])
    }
}
