/// A payload that writes its own JSON: the one that its `Codable` gives, byte for byte, in half the time. Worth its
/// upkeep only for what every message leads to; a test holds the two equal.
protocol JSONWritable {
    func write(to writer: JSONWriter)
}

extension MessageReceived: JSONWritable {
    func write(to writer: JSONWriter) {
        writer.raw(#"{"message":"#)
        message.write(to: writer)
        writer.raw("}")
    }
}

extension MessageSent: JSONWritable {
    func write(to writer: JSONWriter) {
        writer.raw("{")
        if let draft {
            writer.raw(#""draft":"#)
            writer.string(draft)
            writer.raw(",")
        }
        writer.raw(#""message":"#)
        message.write(to: writer)
        writer.raw("}")
    }
}

extension ChatMessage: JSONWritable {
    func write(to writer: JSONWriter) {
        writer.raw("{")
        if let attachments {
            writer.raw(#""attachments":["#)
            for (index, attachment) in attachments.enumerated() {
                writer.raw(index == 0 ? #"{"id":"# : #",{"id":"#)
                writer.string(attachment.id)
                writer.raw(#","kind":"#)
                writer.string(attachment.kind.rawValue)
                writer.raw("}")
            }
            writer.raw("],")
        }
        writer.raw(#""author":"#)
        writer.string(author)
        writer.raw(#","conversation":{"id":"#)
        writer.string(conversation.id)
        writer.raw(#","name":"#)
        writer.string(conversation.name)
        writer.raw(#"},"direction":"#)
        writer.string(direction.rawValue)
        writer.raw(#","id":"#)
        writer.string(id)
        writer.raw(#","observedAt":"#)
        writer.string(observedAt.description)
        writer.raw(#","ordinal":"#)
        writer.plain(String(ordinal))
        if let sentAt {
            writer.raw(#","sentAt":"#)
            writer.string(sentAt.description)
        }
        writer.raw(#","text":"#)
        writer.string(text)
        writer.raw("}")
    }
}
