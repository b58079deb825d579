import Logging
import Shared
import Store

/// The Reply button, and the form that it opens.
struct ReplyButtonHandler: Sendable {
    let discord: DiscordClient
    let replies: PersonReplies
    let answers: OperatorAnswers
    let logger: Logger

    func handle(_ press: ButtonPress) async {
        guard let button = ReplyButton(customID: press.customID) else { return }
        guard let opened = button.opened, let entered = press.entered?[DraftForm.field] else {
            return await open(press)
        }
        await answers.acknowledge(press)
        FailPoint.reach(.pressAcknowledged)
        do {
            // Bound to what stood in the thread when the form was opened: it hides what comes after.
            let outcome = try await replies.send(
                entered.reveal(), in: press.channel, origin: press.interaction, seen: opened, by: press.person)
            FailPoint.reach(.pressDecided)
            if let answer = outcome.answer { await answers.tell(answer, to: press) }
        } catch {
            logger.error("a reply was not stored", metadata: ["reason": "\(error)"])
            await answers.tell(
                "That did not work just now. If no card follows, nothing is sent: please write it again.", to: press)
        }
    }

    private func open(_ press: ButtonPress) async {
        do {
            try await discord.open(DraftForm.reply(press.interaction), press.interaction, token: press.token)
        } catch {
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
    }
}
