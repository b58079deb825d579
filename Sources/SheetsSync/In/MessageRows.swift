import Messaging
import Shared
import Store

/// Gives each message its row, and keeps the row as things happen to the message and to the reply. The place in the
/// sheet and what has to stand there are written in one transaction with the mark that the event was handled;
/// ``RowFlusher`` brings it to Google.
struct MessageRows: Sendable {
    let store: Store
    /// The spreadsheet and the tab.
    let sheet: String
    let signal: WakeSignal

    var router: EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self) { event, _ in try await add(event.data.message, .received, event.header) }
        router.on(MessageSent.self) { event, _ in
            try await add(event.data.message, event.data.draft == nil ? .sentByHand : .sent, event.header)
        }
        router.on(MessageEdited.self) { event, _ in
            let text = RowLayout.cell(event.data.message.text)
            try await change(
                event.data.message.id, [.text: text, .status: MessageStatus.edited.rawValue], event.header)
        }
        router.on(MessageDeleted.self) { event, _ in
            try await change(event.data.message, [.status: MessageStatus.deleted.rawValue], event.header)
        }
        router.on(ReplyDrafted.self) { event, _ in
            let status = event.data.held.map { ReplyStatus.held(rule: $0.rule) } ?? .drafted
            try await change(event.data.message, [.reply: status.text], event.header)
        }
        router.on(ReplyVoided.self) { event, _ in
            try await reply(event.data.draft, .voided(event.data.reason), event.header)
        }
        router.on(ReplyApproved.self) { event, _ in try await reply(event.data.draft, .approved, event.header) }
        router.on(ReplyRejected.self) { event, _ in try await reply(event.data.draft, .rejected, event.header) }
        router.on(ReplyDelivered.self) { event, _ in try await reply(event.data.draft, .delivered, event.header) }
        router.on(ReplyFailed.self) { event, _ in
            try await reply(event.data.draft, .failed(event.data.reason), event.header)
        }
        return router
    }

    private func add(_ message: ChatMessage, _ status: MessageStatus, _ header: EventHeader) async throws {
        let sheet = sheet
        try await handle(header) { transaction in
            try transaction.addRow(for: message, status: status, in: sheet, origin: header.origin)
        }
    }

    private func change(
        _ message: String, _ cells: [RowLayout.Column: String], _ header: EventHeader
    ) async throws {
        let sheet = sheet
        try await handle(header) { try $0.changeRow(of: message, in: sheet, cells) }
    }

    /// In the row of the message that the draft answers. What becomes of a draft names only the draft.
    private func reply(_ draft: String, _ status: ReplyStatus, _ header: EventHeader) async throws {
        let sheet = sheet
        try await handle(header) { transaction in
            guard let message = try transaction.draft(draft)?.message else { return }
            try transaction.changeRow(of: message, in: sheet, [.reply: status.text])
        }
    }

    private func handle(
        _ header: EventHeader, _ body: @escaping @Sendable (StoreTransaction) throws -> Void
    ) async throws {
        try await store.handle(header, body)
        signal.raise()
    }
}
