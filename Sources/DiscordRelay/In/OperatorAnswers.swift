import Logging
import Shared

/// What people are told about what they did. It goes to them alone while Discord lets it, else into the thread.
struct OperatorAnswers: Sendable {
    let discord: DiscordClient
    let policy: OperatorPolicy
    let logger: Logger

    /// Whether the person may do it. Somebody who may not is told so: that is the first answer then.
    func admits(_ interaction: some OperatorInteraction, _ needed: OperatorPolicy.Standing = .staff) async -> Bool {
        let person = interaction.person
        if policy.standing(roles: person.roles, permissions: person.permissions) >= needed { return true }
        await respond(OperatorPolicy.refusal(needed), to: interaction)
        return false
    }

    /// The first answer to a press, when there is nothing to do that takes time.
    func respond(_ text: String, to interaction: some OperatorInteraction) async {
        do {
            try await discord.respond(text, to: interaction)
        } catch {
            await post(text, for: interaction, because: error)
        }
    }

    /// The first answer to a press, before any work. When it fails, the press counts all the same.
    func acknowledge(_ press: ButtonPress) async {
        do {
            try await discord.acknowledge(press.interaction, token: press.token)
        } catch {
            logger.warning("a press could not be answered", metadata: ["reason": "\(error)"])
        }
    }

    /// What became of a press that was acknowledged.
    func tell(_ text: String, to press: ButtonPress) async {
        do {
            try await discord.whisper(text, application: press.application, token: press.token)
        } catch {
            await post(text, for: press, because: error)
        }
    }

    /// What became of a command that was acknowledged.
    func tell(_ text: String, to call: CommandCall) async {
        do {
            try await discord.tell(text, to: call)
        } catch {
            await post(text, for: call, because: error)
        }
    }

    /// What became of a message in a thread.
    func tell(_ text: String, about message: ThreadMessage) async {
        await post(text, to: message.person, in: message.channel, about: message.id)
    }

    private func post(_ text: String, for interaction: some OperatorInteraction, because error: any Error) async {
        logger.warning("a person is answered in the thread", metadata: ["reason": "\(error)"])
        await post(text, to: interaction.person, in: interaction.channel, about: interaction.interaction)
    }

    /// Once, however often it is told.
    private func post(_ text: String, to person: DiscordPerson, in channel: String, about id: String) async {
        let content = "↪️ \(RelayedText.escape(person.name)) – \(text)"
        do {
            _ = try await discord.post(
                DiscordPost(content: content, nonce: Nonce.make(for: "discord.answer:\(id)")), in: channel)
        } catch {
            logger.warning("a person could not be answered", metadata: ["reason": "\(error)"])
        }
    }
}
