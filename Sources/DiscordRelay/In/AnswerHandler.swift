import Logging
import Mongo
import ServiceRuntime
import Shared
import Store

/// Turns what a person answers to a site's question into an event. A question is answered once; a code is in no log, and
/// in the database for minutes at most (``SessionAnswerDocument``).
struct AnswerHandler: Sendable {
    /// The field's name in the form for a code.
    static let field = "code"

    let discord: DiscordClient
    let store: Store
    let logger: Logger

    func handle(_ press: ButtonPress) async {
        guard let button = SessionButton(customID: press.customID) else { return }
        switch (button.action, press.entered) {
        case (.answered, nil): await pass(nil, button, press)
        case (.code, nil): await openForm(button, press)
        case (.code, let entered?): await pass(entered[Self.field] ?? Secret(""), button, press)
        // No form of ours is called that.
        case (.answered, .some): break
        }
    }

    /// The form is itself the answer that Discord waits three seconds for.
    private func openForm(_ button: SessionButton, _ press: ButtonPress) async {
        let form = DiscordForm(
            customID: button.customID, title: "Enter a code", label: "The code that the site asks for",
            description: "It is typed once, on the site's page.", field: Self.field,
            maximumLength: EnteredCode.maximumLength)
        do {
            try await discord.open(form, press.interaction, token: press.token)
        } catch {
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
    }

    private func pass(_ entered: Secret?, _ button: SessionButton, _ press: ButtonPress) async {
        do {
            try await discord.acknowledge(press.interaction, token: press.token)
        } catch {
            // The answer counts all the same.
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
        do {
            let code = entered.map(EnteredCode.read)
            if case .some(nil) = code {
                return try await whisper("That is no code: nothing was passed on. Please enter it again.", press)
            }
            let isNew = try await store(code ?? nil, button, press)
            try await whisper(
                isNew
                    ? (code == nil ? "Passed on: the page is looked at again." : "Passed on: the code is typed once.")
                    : "Nothing changed: this was answered already.", press)
            try await discord.removeButtons(application: press.application, token: press.token)
        } catch {
            logger.error("an answer was not carried out", metadata: ["reason": "\(error)"])
            try? await whisper("That did not work just now. Please answer again.", press)
        }
    }

    /// - Returns: false when it was answered before.
    private func store(_ code: Secret?, _ button: SessionButton, _ press: ButtonPress) async throws -> Bool {
        let approver = press.person.approver
        do {
            let header = try await store.write { transaction in
                try transaction.answer(button.question, of: button.platform, code: code, by: approver)
            }
            if let header { logger.hop("answered in Discord", header) }
            return header != nil
        } catch let error as MongoError where error.code == .duplicateKey {
            // Somebody else was faster by a moment.
            return false
        }
    }

    private func whisper(_ text: String, _ press: ButtonPress) async throws {
        try await discord.whisper(text, application: press.application, token: press.token)
    }
}
