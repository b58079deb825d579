import Logging
import ServiceRuntime
import Shared
import Store

/// Makes what a person writes in Discord an approved reply, once, however often Discord tells of it.
struct PersonReplies: Sendable {
    let store: Store
    let logger: Logger

    enum Outcome: Sendable, Equatable {
        case decided(ReplyDecision)
        case fault(OperatorText.Fault)
        /// The thread belongs to no conversation.
        case noConversation
        /// It was dealt with before.
        case heard
    }

    /// - Parameters:
    ///   - origin: the id of the message or interaction: the reply's own id is made of it.
    ///   - seen: the id of the message or interaction at whose time the person saw the thread.
    ///   - isMessage: whatever comes of it is written down with it, so that the message is never read again.
    func send(
        _ entered: String, in thread: String, origin: String, seen: String, by person: DiscordPerson,
        isMessage: Bool = false
    ) async throws -> Outcome {
        let text: String
        do {
            text = try OperatorText.read(entered)
        } catch {
            return .fault(error)
        }
        let outcome = try await store.writeUntilKnown { transaction -> Outcome in
            guard let conversation = try transaction.conversation(ofThread: thread) else { return .noConversation }
            if isMessage {
                guard try !transaction.hasHeard(origin) else { return .heard }
                try transaction.noteHeard(origin, of: conversation)
            }
            return .decided(
                try transaction.reply(
                    Self.id(origin), text, in: conversation,
                    seen: try transaction.shown(of: conversation, before: seen), at: Snowflake.moment(of: seen),
                    by: person.approver))
        }
        if case .decided(.approved(let header)) = outcome { logger.hop("written in Discord", header) }
        return outcome
    }

    static func id(_ origin: String) -> String { "discord-\(origin)" }
}

extension PersonReplies.Outcome {
    /// For the person; nil when the reply's card tells.
    var answer: String? {
        switch self {
        case .decided(let decision): decision.answer
        case .fault(let fault): fault.words
        case .heard: nil
        case .noConversation: "Nothing was sent: this is not the thread of a conversation."
        }
    }
}

extension ReplyDecision {
    /// For the person; nil when the card tells.
    var answer: String? {
        switch self {
        case .approved, .rejected: nil
        case .takenOver: "This conversation is yours until you /release it: write, and nobody else does."
        case .decided(let state): "Nothing changed: this is already \(state.rawValue)."
        case .newerMessage:
            "A newer message has come, which this does not answer: nothing was sent. Look at it, and answer again."
        case .answered: "The message was answered meanwhile: nothing was sent."
        case .claimed(let by):
            "Nothing was sent: \(RelayedText.escape(by)) answers this conversation. They, or an owner, can /release it."
        case .unknown: "This is not known here any more: nothing was sent."
        }
    }
}
