import Foundation
import Testing

@testable import Shared

@Suite struct `What an event that cannot be decoded is told as` {
    /// Each: what is put in place of what in a good event.
    static let changes: [(String, String)] = [
        (#""id":"e""#, #""other":"e""#),
        (#""id":"e""#, #""id":null"#),
        (#""id":"e""#, #""id":""#),
        (#""id":"e""#, #""id":5"#),
        (#""specversion":"1.0""#, #""specversion":"2.0""#),
        (#""sequence":"0000000000000000001""#, #""sequence":"0""#),
        (#""sequence":"0000000000000000001""#, #""sequence":1"#),
        (#""time":"2026"#, #""time":"x2026"#),
        (#""ordinal":1"#, #""ordinal":"1""#),
        (#""ordinal":1"#, #""ordinal":null"#),
        (#""ordinal":1"#, #""ordinals":1"#),
        (#""direction":"incoming""#, #""direction":"sideways""#),
        (#""observedAt":"2026"#, #""observedAt":"then""#),
        (#""conversation":{"#, #""conversation":["#),
        (#""author":"Dana""#, #""author":[1]"#),
        (#""message":{"#, #""massage":{"#),
        (#""data":{"#, #""date":{"#),
        (#"chat.message.received"#, #"chat.message.sent"#),
    ]

    @Test(arguments: changes)
    func `is of the kind and at the path that Foundation tells`(old: String, new: String) throws {
        let good = String(decoding: try EventCoding.encode(Self.event), as: UTF8.self)
        let bad = Array(good.replacing(old, with: new).utf8)
        #expect(good.contains(old))
        let ours = explain { _ = try EventCoding.decode(Event<MessageReceived>.self, from: bad) }
        let reference = explain { _ = try FoundationCoding.decode(Event<MessageReceived>.self, from: bad) }
        #expect(ours != nil)
        #expect(ours == reference)
    }

    @Test func `is told with its path where a number does not fit, which Foundation leaves out`() throws {
        let good = String(decoding: try EventCoding.encode(Self.event), as: UTF8.self)
        let bad = Array(good.replacing(#""ordinal":1"#, with: #""ordinal":1.5"#).utf8)
        let told = explain { _ = try EventCoding.decode(Event<MessageReceived>.self, from: bad) }
        #expect(told == #"["data", "message", "ordinal"] is malformed"#)
    }

    @Test func `repeats nothing of the event`() throws {
        let good = String(decoding: try EventCoding.encode(Self.event), as: UTF8.self)
        for (old, new) in Self.changes {
            do {
                _ = try EventCoding.decode(
                    Event<MessageReceived>.self, from: Array(good.replacing(old, with: new).utf8))
            } catch let error as DecodingError {
                #expect(!"\(error)".contains("climbing") && !"\(error)".contains("Dana"))
            } catch {}
        }
    }

    private static let event = Event(
        header: EventHeader(
            id: "e", source: "/s", name: .messageReceived, time: Timestamp(milliseconds: 1_790_000_000_000),
            conversation: "c", sequence: 1, causation: nil, origin: nil, trace: .start()),
        data: MessageReceived(
            message: ChatMessage(
                id: "c#1", conversation: ConversationReference(id: "c", name: "Dana"), ordinal: 1,
                direction: .incoming, author: "Dana", text: "climbing", sentAt: nil,
                observedAt: Timestamp(milliseconds: 1_790_000_000_000))))

    private func explain(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as DecodingError {
            switch error {
            case .keyNotFound(let key, let context): return "\(key.stringValue) is missing in \(path(context))"
            case .typeMismatch(_, let context): return "\(path(context)) has another type"
            case .valueNotFound(_, let context): return "\(path(context)) is null"
            case .dataCorrupted(let context): return "\(path(context)) is malformed"
            @unknown default: return "another"
            }
        } catch {
            return "\(error)"
        }
    }

    private func path(_ context: DecodingError.Context) -> [String] { context.codingPath.map(\.stringValue) }
}
