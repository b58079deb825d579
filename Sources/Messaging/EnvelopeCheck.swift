import Shared

/// Whether a message is what its properties say, for messages that somebody else may have published. Pure.
///
/// Order, repetitions and retries are judged by the properties, before anything is decoded; an event with others than
/// its own would be judged as another one.
enum EnvelopeCheck {
    /// What is wrong before the body is looked at, in words that quote nothing; nil when nothing is.
    static func fault(of message: Message) -> String? {
        guard message.body.count <= Message.maximumBodyBytes else {
            return "the event has \(message.body.count) bytes, the limit is \(Message.maximumBodyBytes)"
        }
        guard isStructuredJSON(message.contentType) else {
            return message.contentType.isEmpty
                ? "the message has no content type" : "the content type is not application/cloudevents+json in UTF-8"
        }
        return nil
    }

    /// What differs between a message and the event in it; nil when nothing does.
    static func fault(of message: Message, around event: EventHeader) -> String? {
        for (property, own, name) in [
            (message.id, event.id, "message id"), (message.conversation, event.conversation, "correlation id"),
        ] where property != own {
            return property.isEmpty ? "the message has no \(name)" : "the \(name) is not that of the event"
        }
        guard message.sequence == event.sequence else { return "the sequence header is not that of the event" }
        return nil
    }

    private static func isStructuredJSON(_ contentType: String) -> Bool {
        if contentType == EventCoding.contentType { return true }
        let parts = contentType.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        return parts[0] == "application/cloudevents+json"
            && parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }
}
