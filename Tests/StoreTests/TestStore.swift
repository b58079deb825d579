import Mongo
import Shared
import Store
import Testing

func eventually(_ condition: @Sendable () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        await Task.yield()
    }
    return try await condition()
}

let anna = ConversationReference(id: "meetme:1", name: "Anna")

func message(
    _ ordinal: Int64, _ text: String = "hi", _ direction: ChatMessage.Direction = .incoming,
    in conversation: ConversationReference = anna
) -> ChatMessage {
    ChatMessage(
        id: "\(conversation.id)#\(ordinal)", conversation: conversation, ordinal: ordinal, direction: direction,
        author: conversation.name, text: text, sentAt: nil, observedAt: .now)
}

func drafted(_ id: String, answers: Int64) -> ReplyDrafted {
    ReplyDrafted(
        draft: id, conversation: anna, text: "hello", textHash: "h", answers: answers, message: "meetme:1#1",
        model: "m", held: nil)
}

func header(_ id: String = EventID.make(), _ conversation: ConversationReference = anna) -> EventHeader {
    EventHeader(
        id: id, source: ServiceName.scraper.source, name: .messageReceived, time: .now, conversation: conversation.id,
        sequence: 1, causation: nil, origin: .now, trace: .start())
}
