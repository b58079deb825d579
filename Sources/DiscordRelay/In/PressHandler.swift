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
    let answers: OperatorAnswers
    let logger: Logger

    func handle(_ press: ButtonPress) async {
        guard let button = DraftButton(customID: press.customID) else { return }
        if button.action == .edit, press.entered == nil { return await openForm(button, press) }
        await answers.acknowledge(press)
        FailPoint.reach(.pressAcknowledged)
        do {
            if let answer = try await answer(button, press) { await answers.tell(answer, to: press) }
            try await relay.refreshCard(of: button.draft)
        } catch {
            logger.error("a press was not carried out", metadata: ["reason": "\(error)"])
            await answers.tell(
                "That did not work just now. While the draft is still on offer, nothing is sent: please press again.",
                to: press)
        }
    }

    /// - Returns: for the person; nil when the card itself tells.
    private func answer(_ button: DraftButton, _ press: ButtonPress) async throws -> String? {
        let approver = press.person.approver
        var text: String?
        if let entered = press.entered?[DraftForm.field] {
            do {
                text = try OperatorText.read(entered.reveal())
            } catch {
                return error.words
            }
        }
        let decision = try await store.write { [text] transaction -> ReplyDecision in
            switch button.action {
            case .approve, .edit: try transaction.approve(button.draft, as: text, by: approver)
            case .discard: try transaction.reject(button.draft, by: approver)
            case .takeOver: try transaction.takeOver(draft: button.draft, by: approver)
            }
        }
        if case .approved(let header) = decision { logger.hop("approved in Discord", header) }
        FailPoint.reach(.pressDecided)
        return decision.answer
    }

    /// The form is itself the answer that Discord waits three seconds for, and it has the draft's text in it: a database
    /// that takes longer is not waited for.
    private func openForm(_ button: DraftButton, _ press: ButtonPress) async {
        let draft: DraftDocument?
        do {
            guard
                let answer = try await within(
                    .milliseconds(1500), { try await store.read { try $0.draft(button.draft) } })
            else { throw StoreError.missing("the database did not answer in time") }
            draft = answer
        } catch {
            logger.warning("a draft could not be opened", metadata: ["reason": "\(error)"])
            return await answers.respond("That did not work just now; nothing is sent. Please press again.", to: press)
        }
        guard let draft, draft.state == .offered else {
            let decision = draft.map { ReplyDecision.decided($0.state) } ?? .unknown
            await answers.respond(decision.answer ?? "", to: press)
            return await refresh(button.draft)
        }
        guard let form = DraftForm.edit(draft) else {
            return await answers.respond("This draft is too long to edit here: write a reply of your own.", to: press)
        }
        do {
            try await discord.open(form, press.interaction, token: press.token)
        } catch {
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
    }

    private func refresh(_ draft: String) async {
        do {
            try await relay.refreshCard(of: draft)
        } catch {
            logger.warning("a card could not be brought up to date", metadata: ["reason": "\(error)"])
        }
    }
}

/// Runs `body`, and does not wait for it longer than `limit`; it goes on then, and what it gives is thrown away.
///
/// - Returns: nil when it took longer.
func within<R: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> R
) async throws -> R? {
    let (stream, continuation) = AsyncStream.makeStream(
        of: Result<R, any Error>?.self, bufferingPolicy: .bufferingOldest(1))
    let work = Task {
        do {
            continuation.yield(.success(try await body()))
        } catch {
            continuation.yield(.failure(error))
        }
    }
    let timer = Task {
        try await Task.sleep(for: limit)
        continuation.yield(nil)
    }
    defer {
        timer.cancel()
        work.cancel()
    }
    for await result in stream { return try result?.get() }
    throw CancellationError()
}
