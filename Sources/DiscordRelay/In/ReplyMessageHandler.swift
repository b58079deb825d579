import Logging
import Mongo
import Shared
import Store
import Synchronization

/// Messages in threads: those with the prefix are replies, all others are notes and are never sent.
struct ReplyMessageHandler: Sendable {
    /// Nil when messages are never replies.
    let prefix: String?
    let replies: PersonReplies
    let answers: OperatorAnswers
    let grants: GrantBook
    let logger: Logger
    /// Those that this process has dealt with, also where that could not be stored.
    private let known = KnownMessages()

    init(prefix: String?, replies: PersonReplies, answers: OperatorAnswers, grants: GrantBook, logger: Logger) {
        self.prefix = prefix
        self.replies = replies
        self.answers = answers
        self.grants = grants
        self.logger = logger
    }

    /// Once for each message, however often it is told of.
    func handle(_ message: ThreadMessage) async { await handle(message, .handle) }

    /// A message that was found in a thread: the same as if it had been heard, unless it is too late for that.
    ///
    /// - Throws: when it cannot be looked at now.
    func handle(_ written: WrittenMessage, of guild: String, at now: Timestamp) async throws {
        guard let prefix, written.isByPerson, OperatorText.reply(in: written.content ?? "", prefix: prefix) != nil,
            !known.contains(written.id), try await !replies.store.read({ try $0.hasHeard(written.id) })
        else { return }
        let member: DiscordMember?
        do {
            member = try await answers.discord.member(written.author.id, of: guild)
        } catch let error as DiscordError where error.code == .missing {
            member = nil
        }
        guard let message = ThreadMessage(written, of: guild, by: member) else { return }
        let isEdited = written.edited_timestamp != nil
        await handle(message, .of(written: Snowflake.moment(of: written.id), isEdited: isEdited, at: now))
    }

    private func handle(_ message: ThreadMessage, _ missed: MissedReply) async {
        guard let prefix, let text = OperatorText.reply(in: message.content, prefix: prefix),
            known.insert(message.id)
        else { return }
        do {
            if let answer = try await answer(text, message, missed) { await answers.tell(answer, about: message) }
        } catch {
            logger.error("a reply was not stored", metadata: ["reason": "\(error)"])
            await answers.tell(
                "That did not work just now. If no card follows, nothing is sent: please write it again.",
                about: message)
        }
    }

    private func answer(_ text: String, _ message: ThreadMessage, _ missed: MissedReply) async throws -> String? {
        // Before anything else: what is written elsewhere on the server is nobody's business here.
        guard let conversation = try await replies.store.read({ try $0.conversation(ofThread: message.channel) })
        else { return nil }
        guard try await isAdmitted(message.person) else {
            return try await refuse(OperatorPolicy.refusal(.staff), message, of: conversation)
        }
        if case .refuse(let reason) = missed { return try await refuse(reason.words, message, of: conversation) }
        guard !message.hasFiles else {
            return try await refuse("Nothing was sent: files cannot be sent from here.", message, of: conversation)
        }
        let outcome = try await replies.send(
            text, in: message.channel, origin: message.id, seen: message.id, by: message.person, isMessage: true)
        FailPoint.reach(.pressDecided)
        switch outcome {
        case .fault(let fault): return try await refuse(fault.words, message, of: conversation)
        // Discord may tell of a message twice: its card says what became of it.
        case .decided(.decided): return nil
        default: return outcome.answer
        }
    }

    /// Written down before it is told: a message that was refused is not sent when it is found again.
    ///
    /// - Returns: nil when somebody else has dealt with the message.
    private func refuse(_ words: String, _ message: ThreadMessage, of conversation: String) async throws -> String? {
        do {
            let isNew = try await replies.store.write { transaction in
                guard try !transaction.hasHeard(message.id) else { return false }
                try transaction.noteHeard(message.id, of: conversation)
                return true
            }
            return isNew ? words : nil
        } catch let error as MongoError where error.code == .duplicateKey {
            return nil
        }
    }

    /// A message says nothing about its author's permissions.
    private func isAdmitted(_ person: DiscordPerson) async throws -> Bool {
        if answers.policy.standing(roles: person.roles, permissions: nil) >= .staff { return true }
        guard answers.policy.needsPermissions else { return false }
        let permissions = try await grants.current().permissions(of: person.id, roles: person.roles)
        return answers.policy.standing(roles: person.roles, permissions: permissions) >= .staff
    }
}

/// The latest messages that were dealt with in this process.
private final class KnownMessages: Sendable {
    private let ids = Mutex(RecentKeys(limit: 1000))

    func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }

    /// - Returns: whether it is new.
    func insert(_ id: String) -> Bool { ids.withLock { $0.insert(id) } }
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
