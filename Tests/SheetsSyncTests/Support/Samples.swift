import Shared

@testable import SheetsSync

let anna = ConversationReference(id: "meetme:1", name: "Anna")

func message(
    _ ordinal: Int64, _ text: String = "hi", _ direction: ChatMessage.Direction = .incoming,
    in conversation: ConversationReference = anna
) -> ChatMessage {
    ChatMessage(
        id: "\(conversation.id)#\(ordinal)", conversation: conversation, ordinal: ordinal, direction: direction,
        author: conversation.name, text: text, sentAt: Timestamp(milliseconds: 1_700_000_000_000),
        observedAt: Timestamp(milliseconds: 1_700_000_001_000))
}

func row(_ id: String, at place: Int, attempts: Int64 = 0, cells: [String]? = nil, version: Int64 = 1) -> RowDocument {
    RowDocument(
        _id: id, sheet: "s/t", row: Int64(place), cells: cells ?? [id], state: .pending, version: version,
        attempts: attempts, origin: nil)
}
