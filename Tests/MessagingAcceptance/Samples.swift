public import Messaging
public import Shared

/// A message as a service publishes it.
public func makeMessage(
    _ conversation: String, _ sequence: Int64, name: EventName = .messageReceived, text: String = "hi"
) throws -> Message {
    let reference = ConversationReference(id: conversation, name: "Anna")
    let message = ChatMessage(
        id: "\(conversation)#\(sequence)", conversation: reference, ordinal: sequence, direction: .incoming,
        author: "Anna", text: text, sentAt: nil, observedAt: .now)
    let header = EventHeader(
        id: EventID.make(), source: ServiceName.scraper.source, name: name, time: .now, conversation: conversation,
        sequence: sequence, causation: "cause", origin: nil, trace: .start())
    return try Message(
        header: header, body: EventCoding.encode(Event(header: header, data: MessageReceived(message: message))))
}

extension Subscription {
    /// What the scenarios consume: one type of event, over few queues.
    public static func sample(partitions: Int = 2, prefetch: Int = 16) -> Subscription {
        Subscription(service: .aiWorker, types: [.messageReceived], partitions: partitions, prefetch: prefetch)
    }
}

extension Message {
    /// Without what brokers keep in whole seconds only.
    var comparable: Message {
        var copy = self
        copy.time = Timestamp(milliseconds: time.milliseconds / 1000 * 1000)
        return copy
    }
}
