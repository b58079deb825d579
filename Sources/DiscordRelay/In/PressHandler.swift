import Logging
import ServiceRuntime
import Shared
import Store

/// Turns a press into a decision. Discord is answered before anything else; the draft's state, moved in one atomic
/// step, decides races: a second press, two people, a newer message.
struct PressHandler: Sendable {
    let discord: DiscordClient
    let relay: Relay
    let store: Store
    let logger: Logger

    func handle(_ press: ButtonPress) async {
        guard let button = DraftButton(customID: press.customID) else { return }
        do {
            try await discord.acknowledge(press.interaction, token: press.token)
        } catch {
            // The decision counts all the same: the person did press.
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
        FailPoint.reach(.pressAcknowledged)
        do {
            let approver = Approver(kind: .discord, id: press.userID, name: press.userName)
            let decision = try await decide(button, by: approver)
            FailPoint.reach(.pressDecided)
            if let answer = decision.answer {
                try await discord.whisper(answer, application: press.application, token: press.token)
            }
            try await relay.refreshCard(of: button.draft)
        } catch {
            logger.error("a press was not carried out", metadata: ["reason": "\(error)"])
            try? await discord.whisper(
                "That did not work just now; nothing was sent. Please press again.", application: press.application,
                token: press.token)
        }
    }

    private enum Decision: Sendable {
        case approved(EventHeader)
        case rejected
        case tooLate(DraftDocument.State)
        case newerMessage
        case unknown

        /// For the person who pressed; nil when the card itself tells.
        var answer: String? {
            switch self {
            case .approved, .rejected: nil
            case .tooLate(let state): "Nothing changed: this draft is already \(state.rawValue)."
            case .newerMessage: "A newer message has come: this draft no longer answers it, so it was not sent."
            case .unknown: "This draft is not known here any more."
            }
        }
    }

    private func decide(_ button: DraftButton, by approver: Approver) async throws -> Decision {
        let decision = try await store.write { transaction -> Decision in
            guard let draft = try transaction.draft(button.draft),
                let conversation = try transaction.conversation(draft.conversation)
            else { return .unknown }
            guard draft.state == .offered else { return .tooLate(draft.state) }
            let cause = draft.offeredBy
            switch button.action {
            case .discard:
                guard try transaction.move(draft: draft._id, from: [.offered], to: .rejected, by: approver) != nil
                else { return .tooLate(draft.state) }
                try transaction.emit(
                    ReplyRejected(draft: draft._id, conversation: conversation.reference, by: approver),
                    conversation: conversation.reference, causedBy: cause)
                return .rejected
            case .approve:
                guard conversation.lastMessageSequence == draft.answers else {
                    try transaction.voidDrafts(
                        of: conversation.reference, olderThan: conversation.lastMessageSequence, reason: .newerMessage)
                    return .newerMessage
                }
                guard try transaction.move(draft: draft._id, from: [.offered], to: .approved, by: approver) != nil
                else { return .tooLate(draft.state) }
                return .approved(
                    try transaction.emit(
                        ReplyApproved(
                            draft: draft._id, conversation: conversation.reference, text: draft.text,
                            textHash: draft.textHash, answers: draft.answers, by: approver),
                        conversation: conversation.reference, causedBy: cause))
            }
        }
        if case .approved(let header) = decision { logger.hop("approved in Discord", header) }
        return decision
    }
}
