import Shared

/// Events as the scraper tells them, of about a given size.
enum SampleEvents {
    /// One event of a conversation of its own, numbered from 1.
    ///
    /// - Parameter size: bytes of the event as JSON, within one or two; an event is at least some 700 bytes long.
    static func received(conversation number: Int, size: Int) throws -> Event<MessageReceived> {
        let bare = event(number, text: "")
        let missing = size - (try EventCoding.encode(bare).count)
        return event(number, text: text(max(0, missing)))
    }

    private static func event(_ number: Int, text: String) -> Event<MessageReceived> {
        let conversation = ConversationReference(id: "bench:\(number)", name: "Dana \(number)")
        let message = ChatMessage(
            id: "\(conversation.id)#1", conversation: conversation, ordinal: 1, direction: .incoming,
            author: conversation.name, text: text, sentAt: .now, observedAt: .now)
        let header = EventHeader(
            id: EventID.make(), source: ServiceName.scraper.source, name: .messageReceived, time: .now,
            conversation: conversation.id, sequence: 1, causation: nil, origin: .now, trace: .start())
        return Event(header: header, data: MessageReceived(message: message))
    }

    /// Text as people write it: words, a line break and quotes, which JSON escapes, and a letter beyond ASCII.
    private static func text(_ size: Int) -> String {
        let phrase = Array("Are you \"really\" into climbing / bouldering?\nCafé at eight, then? ".unicodeScalars)
        var text = ""
        var bytes = 0
        var index = 0
        while bytes < size {
            let scalar = phrase[index % phrase.count]
            text.unicodeScalars.append(scalar)
            // Two bytes each: what is escaped, and the accent.
            bytes += scalar == "\"" || scalar == "\n" || scalar == "é" ? 2 : 1
            index += 1
        }
        return text
    }
}
