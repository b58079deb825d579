import Logging
import ServiceRuntime
import Shared
import Store

/// Turns an owner's press under what was found on a changed page into an event. Discord is answered before anything else;
/// of several presses the first one that is stored counts.
struct HealPressHandler: Sendable {
    let store: Store
    let answers: OperatorAnswers
    let logger: Logger

    func handle(_ press: ButtonPress) async {
        guard let button = HealButton(customID: press.customID), press.entered == nil else { return }
        guard await answers.admits(press, .owner) else { return }
        await answers.acknowledge(press)
        FailPoint.reach(.pressAcknowledged)
        do {
            let approver = press.person.approver
            let word = try await store.write { try $0.decide(button.heal, button.decision, by: approver) }
            FailPoint.reach(.pressDecided)
            if case .passedOn(let header) = word { logger.hop("decided in Discord", header) }
            await answers.tell(HealText.answer(word), to: press)
        } catch {
            logger.error("a press was not carried out", metadata: ["reason": "\(error)"])
            await answers.tell("That did not work just now: please press again.", to: press)
        }
    }
}
