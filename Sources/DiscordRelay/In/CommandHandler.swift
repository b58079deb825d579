import Logging
import Shared
import Store

/// Carries out slash commands. Discord is answered before anything else; what became of it is told to whoever called.
struct CommandHandler: Sendable {
    let replies: PersonReplies
    let answers: OperatorAnswers
    let forgetting: ForgetHandler
    let store: Store
    let logger: Logger

    func handle(_ call: CommandCall) async {
        guard let needed = Self.standing(for: call) else {
            return await answers.respond(
                "This version does not know that command: `discord-relay register-commands` brings the list up to date.",
                to: call)
        }
        guard await answers.admits(call, needed) else { return }
        do {
            try await answers.discord.acknowledgeCommand(call)
        } catch {
            logger.warning("a command could not be answered", metadata: ["reason": "\(error)"])
        }
        FailPoint.reach(.pressAcknowledged)
        if call.name == "forget" { return await forgetting.ask(call) }
        do {
            let answer = try await carryOut(call)
            FailPoint.reach(.pressDecided)
            await answers.tell(answer, to: call)
        } catch {
            logger.error("a command was not carried out", metadata: ["reason": "\(error)"])
            await answers.tell("That did not work just now: please try again.", to: call)
        }
    }

    /// Nil for a command that is not known.
    private static func standing(for call: CommandCall) -> OperatorPolicy.Standing? {
        switch call.name {
        case "pause", "resume", "forget": .owner
        case "mode": call.options["set"] == ReplyMode.auto.rawValue ? .owner : .staff
        case "reply", "claim", "release", "status", "trace", "snippet send", "snippet save", "snippet remove",
            "snippet list":
            .staff
        default: nil
        }
    }

    private func carryOut(_ call: CommandCall) async throws -> String {
        switch call.name {
        case "reply": return try await reply(call.options["text"] ?? "", call)
        case "pause": return try await pause(call)
        case "resume": return try await resume()
        case "snippet send", "snippet save", "snippet remove", "snippet list": return try await snippet(call)
        default: break
        }
        guard let conversation = try await store.read({ try $0.conversation(ofThread: call.channel) }) else {
            return call.name == "status"
                ? try await OperatorStatus.read(nil, from: store)
                : "This is not the thread of a conversation: use the command in one."
        }
        switch call.name {
        case "mode": return try await setMode(call.options["set"].flatMap(ReplyMode.init), of: conversation)
        case "claim": return try await claim(conversation, call)
        case "release": return try await release(conversation, call)
        case "trace": return try await ConversationTrace.read(conversation, from: store)
        default: return try await OperatorStatus.read(conversation, from: store)
        }
    }

    private func reply(_ text: String, _ call: CommandCall) async throws -> String {
        let outcome = try await replies.send(
            text, in: call.channel, origin: call.interaction, seen: call.interaction, by: call.person)
        return outcome.answer ?? "It is sent: the card in this thread says what becomes of it."
    }

    private func pause(_ call: CommandCall) async throws -> String {
        let isNew = try await store.write { try $0.pauseTyping(by: call.person.approver) }
        return isNew
            ? "Paused: nothing is typed in any conversation until /resume. What is being typed at this moment is ended."
            : "It is paused already."
    }

    private func resume() async throws -> String {
        try await store.write { try $0.resumeTyping() }
            ? "Resumed: what was approved meanwhile is typed, unless a newer message came." : "It is not paused."
    }

    private func setMode(_ mode: ReplyMode?, of conversation: String) async throws -> String {
        guard let mode else {
            let mode = try await store.read { try $0.conversation(conversation)?.mode } ?? .draft
            return "The mode is \(mode.rawValue)."
        }
        let (before, bar) = try await store.write { transaction in
            (try transaction.setMode(mode, of: conversation), try transaction.automationBar(of: conversation))
        }
        guard let before else { return "This conversation is not known here any more." }
        let standing = before == mode ? "The mode is \(mode.rawValue) already." : "The mode is \(mode.rawValue) now."
        guard mode == .auto, let bar else { return standing }
        return standing + " Nothing is sent automatically all the same: \(bar.words)."
    }

    private func claim(_ conversation: String, _ call: CommandCall) async throws -> String {
        switch try await store.write({ try $0.claim(conversation, by: call.person.approver) }) {
        case .claimed: "This conversation is yours until you /release it."
        case .alreadyYours: "This conversation is yours already."
        case .heldBy(let name): Self.held(by: name)
        case .gone: "This conversation is not known here any more."
        }
    }

    private func release(_ conversation: String, _ call: CommandCall) async throws -> String {
        let isOwner =
            answers.policy.standing(roles: call.person.roles, permissions: call.person.permissions) == .owner
        let result = try await store.write {
            try $0.release(conversation, by: call.person.approver, asManager: isOwner)
        }
        return switch result {
        case .released: "This conversation is free, and what its mode says holds again."
        case .wasFree: "Nobody has claimed this conversation."
        case .heldBy(let name): Self.held(by: name)
        case .gone: "This conversation is not known here any more."
        }
    }

    private static func held(by name: String) -> String {
        "\(RelayedText.escape(name)) answers this conversation: they, or an owner, can /release it."
    }

    private func snippet(_ call: CommandCall) async throws -> String {
        let name = (call.options["name"] ?? "").lowercased()
        switch call.name {
        case "snippet list":
            let names = try await store.read { try $0.snippets() }.map { RelayedText.escape($0._id) }
            guard !names.isEmpty else { return "There are no snippets: /snippet save makes one." }
            return PostSplit.parts(prefix: "Snippets: ", text: names.joined(separator: " · "))[0]
        case "snippet remove":
            return try await store.write { try $0.removeSnippet(name) } ? "Removed." : "There is no such snippet."
        case "snippet save":
            let text: String
            do {
                text = try OperatorText.read(call.options["text"] ?? "")
            } catch {
                return error.words
            }
            let snippet = SnippetDocument(_id: name, text: text, by: call.person.approver)
            return try await store.write { try $0.save(snippet) }
                ? "Kept." : "There are \(SnippetDocument.maximumCount) snippets already: remove one first."
        default:
            guard let snippet = try await store.read({ try $0.snippet(name) }) else {
                return "Nothing was sent: there is no such snippet (/snippet list shows them)."
            }
            return try await reply(snippet.text, call)
        }
    }
}

extension AutomationBar {
    fileprivate var words: String {
        switch self {
        case .gone: "the conversation is gone"
        case .mode: "the mode is another"
        case .claimed: "somebody has claimed the conversation"
        case .takenOver: "a person answers it"
        case .optedOut: "the other person does not want it"
        }
    }
}
