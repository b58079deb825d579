import Logging
import Shared
import Store

/// Messages in threads: those with the prefix are replies, all others are notes and are never sent.
struct ReplyMessageHandler: Sendable {
    /// Nil when messages are never replies.
    let prefix: String?
    let replies: PersonReplies
    let answers: OperatorAnswers
    let grants: GrantBook
    let logger: Logger

    func handle(_ message: ThreadMessage) async {
        guard let prefix, let text = OperatorText.reply(in: message.content, prefix: prefix) else { return }
        do {
            if let answer = try await answer(text, message) { await answers.tell(answer, about: message) }
        } catch {
            logger.error("a reply was not stored", metadata: ["reason": "\(error)"])
            await answers.tell(
                "That did not work just now. If no card follows, nothing is sent: please write it again.",
                about: message)
        }
    }

    private func answer(_ text: String, _ message: ThreadMessage) async throws -> String? {
        // Before anything else: what is written elsewhere on the server is nobody's business here.
        guard try await replies.store.read({ try $0.conversation(ofThread: message.channel) }) != nil else {
            return nil
        }
        guard try await isAdmitted(message.person) else { return OperatorPolicy.refusal(.staff) }
        guard !message.hasFiles else { return "Nothing was sent: files cannot be sent from here." }
        let outcome = try await replies.send(
            text, in: message.channel, origin: message.id, seen: message.id, by: message.person)
        FailPoint.reach(.pressDecided)
        // Discord may tell of a message twice: its card says what became of it.
        if case .decided(.decided) = outcome { return nil }
        return outcome.answer
    }

    /// A message says nothing about its author's permissions.
    private func isAdmitted(_ person: DiscordPerson) async throws -> Bool {
        if answers.policy.standing(roles: person.roles, permissions: nil) >= .staff { return true }
        guard answers.policy.needsPermissions else { return false }
        let permissions = try await grants.current().permissions(of: person.id, roles: person.roles)
        return answers.policy.standing(roles: person.roles, permissions: permissions) >= .staff
    }
}

/// What the server grants in the channel, asked anew each minute at most.
actor GrantBook {
    static let life = Duration.seconds(60)

    private let discord: DiscordClient
    private let channel: String
    private var known: (grants: DiscordGrants, at: ContinuousClock.Instant)?

    init(discord: DiscordClient, channel: String) {
        self.discord = discord
        self.channel = channel
    }

    func current() async throws -> DiscordGrants {
        if let known, ContinuousClock.now - known.at < Self.life { return known.grants }
        let grants = try await discord.grants(in: channel)
        known = (grants, .now)
        return grants
    }
}
