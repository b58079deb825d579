import Logging
import ServiceRuntime
import Shared
import Store

/// `/forget`: asks first, and forgets the person of a thread when its button is pressed.
struct ForgetHandler: Sendable {
    let discord: DiscordClient
    let answers: OperatorAnswers
    let store: Store
    let logger: Logger
    var now: @Sendable () -> Timestamp = { .now }

    static let question = """
        **Forget this person?** It cannot be taken back. This deletes
        - the conversation with all its messages, drafts and attachments,
        - this thread with everything that anybody wrote in it,
        - the conversation's rows in the sheet, your own columns included,
        - what the AI service was asked and answered, as far as it is kept here.
        Replies that wait are not sent. Nothing is deleted on the site; Switchboard does not read them there any more, and \
        a person has to answer. That they wanted no automatic replies is kept, as a hash.
        The button is good for 15 minutes.
        """

    private static let noThread = "This is not the thread of a conversation: use the command in one."

    private static let unknown = "Nothing is deleted: this conversation is not known here any more."

    /// Answers a command that was acknowledged.
    func ask(_ call: CommandCall) async {
        do {
            guard let conversation = try await store.read({ try $0.conversation(ofThread: call.channel) }) else {
                return await answers.tell(Self.noThread, to: call)
            }
            let hash = TextHash.of(conversation)
            if let answer = try await known(hash) { return await answers.tell(answer, to: call) }
            try await discord.tell(
                Self.question, buttons: [ForgetButton(hash: hash, shownAt: now()).button],
                application: call.application, token: call.token)
        } catch {
            logger.error("a command was not carried out", metadata: ["reason": "\(error)"])
            await answers.tell("That did not work just now; nothing is deleted. Please try again.", to: call)
        }
    }

    func handle(_ press: ButtonPress) async {
        guard let button = ForgetButton(customID: press.customID) else { return }
        guard await answers.admits(press, .owner) else { return }
        await answers.acknowledge(press)
        FailPoint.reach(.pressAcknowledged)
        let answer: String
        do {
            answer = try await forget(button, press)
            FailPoint.reach(.pressDecided)
        } catch {
            logger.error("a person is not forgotten", metadata: ["reason": "\(error)"])
            return await tell("That did not work just now. Please press again.", press, buttons: [button.button])
        }
        await tell(answer, press)
    }

    private func forget(_ button: ForgetButton, _ press: ButtonPress) async throws -> String {
        if let answer = try await known(button.hash) { return answer }
        guard !button.isOver(at: now()) else {
            return "Nothing is deleted: the button was good for 15 minutes. Use /forget again."
        }
        // The button is bound to the conversation, wherever it was pressed.
        guard let conversation = try await store.read({ try $0.conversation(ofThread: press.channel) }),
            TextHash.of(conversation) == button.hash
        else { return Self.unknown }
        let start = try await store.writeUntilKnown { try $0.forget(conversation, by: press.person.approver) }
        switch start {
        case .started(let request):
            logger.notice("somebody is being forgotten", metadata: ["request": "\(request)"])
            return "They are being forgotten (request `\(request.suffix(8))`): this thread disappears in a moment. "
                + "The operations channel tells what was deleted, and what remains."
        case .before(let erasure): return Self.before(erasure)
        case .unknown: return Self.unknown
        }
    }

    /// What there is to say of somebody who is forgotten already.
    private func known(_ hash: String) async throws -> String? {
        try await store.read { transaction in
            guard let tombstone = try transaction.tombstone(hash) else { return nil }
            return try transaction.erasure(tombstone.request).map(Self.before)
        }
    }

    private static func before(_ erasure: ErasureDocument) -> String {
        let state = erasure.completedAt == nil ? "are being forgotten already" : "are forgotten already"
        return "They \(state), as \(RelayedText.escape(erasure.by.name)) asked (request `\(erasure.short)`)."
    }

    /// In place of the question. The thread may be gone by now, and its answers with it.
    private func tell(_ text: String, _ press: ButtonPress, buttons: [DiscordButton] = []) async {
        do {
            try await discord.tell(text, buttons: buttons, application: press.application, token: press.token)
        } catch {
            logger.info("a person could not be answered", metadata: ["reason": "\(error)"])
        }
    }
}
