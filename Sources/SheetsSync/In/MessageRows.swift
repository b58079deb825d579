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
        router.on(MessageReceived.self, in: store) { event, _ in add(event.data.message, .received, event.header) }
        router.on(MessageSent.self, in: store) { event, _ in
            add(event.data.message, event.data.draft == nil ? .sentByHand : .sent, event.header)
        }
        router.on(MessageEdited.self, in: store) { event, _ in
            let text = RowLayout.cell(event.data.message.textWithAttachments)
            return change(
                event.data.message.id, [.text: text, .status: MessageStatus.edited.rawValue])
        }
        router.on(MessageDeleted.self, in: store) { event, _ in
            change(event.data.message, [.status: MessageStatus.deleted.rawValue])
        }
        router.on(ReplyDrafted.self, in: store) { event, _ in
            let status = event.data.held.map { ReplyStatus.held(rule: $0.rule) } ?? .drafted
            return change(event.data.message, [.reply: status.text])
        }
        router.on(ReplyVoided.self, in: store) { event, _ in
            reply(event.data.draft, .voided(event.data.reason))
        }
        router.on(ReplyApproved.self, in: store) { event, _ in reply(event.data.draft, .approved) }
        router.on(ReplyRejected.self, in: store) { event, _ in reply(event.data.draft, .rejected) }
        router.on(ReplyDelivered.self, in: store) { event, _ in reply(event.data.draft, .delivered) }
        router.on(ReplyFailed.self, in: store) { event, _ in
            reply(event.data.draft, .failed(event.data.reason))
        }
        router.onErasureRequest(in: store) { request in stored { try $0.beginSheetErasure(request) } }
        return router
    }

    private func add(_ message: ChatMessage, _ status: MessageStatus, _ header: EventHeader) -> Consequences {
        stored { [sheet] in try $0.addRow(for: message, status: status, in: sheet, origin: header.origin) }
    }

    private func change(_ message: String, _ cells: [RowLayout.Column: String]) -> Consequences {
        stored { [sheet] in try $0.changeRow(of: message, in: sheet, cells) }
    }

    /// In the row of the message that the draft answers. What becomes of a draft names only the draft.
    private func reply(_ draft: String, _ status: ReplyStatus) -> Consequences {
        stored { [sheet] transaction in
            guard let message = try transaction.draft(draft)?.message else { return }
            try transaction.changeRow(of: message, in: sheet, [.reply: status.text])
        }
    }

    private func stored(_ changes: @escaping Changes) -> Consequences {
        Consequences(changes: changes, afterwards: { [signal] in signal.raise() })
    }
}
