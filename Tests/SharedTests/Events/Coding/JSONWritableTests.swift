import Testing

@testable import Shared

@Suite struct JSONWritableTests {
    private static let texts = ["", "hi", "\"q\" \\ /\n\t\u{0}\u{1F}\u{7F}", "👩‍🍳 Grüße\u{2028}", "<b>"]

    private static func message(
        _ text: String, sentAt: Timestamp?, _ direction: ChatMessage.Direction,
        _ attachments: [MessageAttachment]? = nil
    ) -> ChatMessage {
        ChatMessage(
            id: "meetme:1#\(text)", conversation: ConversationReference(id: "meetme:\(text)", name: text),
            ordinal: .max, direction: direction, author: text, text: text, sentAt: sentAt,
            observedAt: Timestamp(milliseconds: 1_764_000_000_123), attachments: attachments)
    }

    /// What `Codable` gives.
    private static func general(_ value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter()
        try JSONValueEncoder(writer).encodeAll(value)
        return writer.bytes
    }

    private static func direct(_ value: some JSONWritable) -> [UInt8] {
        let writer = JSONWriter()
        value.write(to: writer)
        return writer.bytes
    }

    @Test(arguments: texts)
    func `What writes itself writes what Codable gives, byte for byte`(text: String) throws {
        let attachments = [MessageAttachment(id: text, kind: .image), MessageAttachment(id: "2", kind: .file)]
        for (sentAt, attached) in [(nil, nil), (Timestamp(milliseconds: 0), []), (nil, attachments)] {
            for direction in ChatMessage.Direction.allCases {
                let message = Self.message(text, sentAt: sentAt, direction, attached)
                let received = MessageReceived(message: message)
                #expect(try Self.direct(received) == Self.general(received))
                for draft in [nil, text] {
                    let sent = MessageSent(message: message, draft: draft)
                    #expect(try Self.direct(sent) == Self.general(sent))
                }
            }
        }
    }

    @Test func `An event takes that way`() throws {
        let data = MessageReceived(message: Self.message("hi", sentAt: nil, .incoming))
        #expect((data as any EventPayload) is any JSONWritable)
    }
}
