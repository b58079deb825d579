import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// What people write in a thread, from Discord to the approval.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct PersonReplyTests {
    @Test func `A message with the prefix becomes one approved reply with a card, and all others are notes`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                #expect(await desk.discord.write("just a note") == 200)
                #expect(await desk.discord.write("!rabbits are not replies") == 200)
                #expect(await desk.discord.write("!r  See you at 8!\nOr 9. ") == 200)
                #expect(await desk.carriedOut(3))
                let approvals = try await desk.approvals()
                #expect(approvals.map(\.text) == ["See you at 8!\nOr 9."])
                let approved = try #require(approvals.first)
                #expect(approved.textHash == TextHash.of(approved.text) && approved.by.name == "Operator")
                #expect(try await desk.state(of: approved.draft) == .approved)
                #expect(try await desk.state(of: draft) == .voided)
                try await desk.deliverOwn()
                #expect(
                    await desk.discord.posts.last
                        == "**Reply** · written by Operator, being sent\n> See you at 8!\n> Or 9.")
            }
        }
    }

    @Test func `A message that Discord tells of twice is sent once, also by two relays`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            let message = try await desk.message("!r once")
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { await desk.operators.handle(.message(message)) } }
            }
            #expect(try await desk.approvals().count == 1)
            try await desk.deliverOwn()
            try await desk.deliverOwn()
            #expect(await desk.discord.posts.filter { $0.hasPrefix("**Reply**") }.count == 1)
        }
    }

    @Test func `What becomes of a reply stands on its card`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            await desk.operators.handle(.message(try await desk.message("!r one")))
            await desk.operators.handle(.message(try await desk.message("!r two")))
            try await desk.deliverOwn()
            let drafts = try await desk.approvals().map(\.draft)
            try #require(drafts.count == 2)
            try await desk.settle(drafts[0], .delivered)
            try await desk.settle(drafts[1], .failed)
            let cards = await desk.discord.posts.filter { $0.hasPrefix("**Reply**") }
            #expect(
                cards == [
                    "**Reply** · written by Operator, sent ✅\n> one",
                    "**Reply** · not sent: a newer message came first\n> two",
                ])
        }
    }

    @Test func `A reply to what its writer could not see yet is not sent`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            // Stored, and not shown yet.
            let newer = try await desk.write("wait!", 2)
            await desk.operators.handle(.message(try await desk.message("!r too early")))
            #expect(try await desk.approvals().isEmpty)
            #expect(await desk.discord.posts.last?.contains("A newer message has come") == true)
            // Written before it was shown, and heard after.
            let late = try await desk.message("!r too late")
            #expect(await desk.router.handle(newer) == .done)
            await desk.operators.handle(.message(late))
            #expect(try await desk.approvals().isEmpty)
            await desk.operators.handle(.message(try await desk.message("!r now")))
            #expect(try await desk.approvals().map(\.text) == ["now"])
        }
    }

    @Test(arguments: [
        ("!r", "there is no text"), ("!r \n ", "there is no text"), ("!r hi <@900000000000000005>", "as text"),
        ("!r look <:heart:900000000000000005>", "as text"),
    ])
    func `What cannot be typed as it is meant is not sent`(content: String, answer: String) async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            await desk.operators.handle(.message(try await desk.message(content)))
            #expect(try await desk.approvals().isEmpty)
            #expect(await desk.discord.posts.last?.contains(answer) == true)
        }
    }

    @Test func `Who may not answer is told so, and members of the role may`() async throws {
        let policy = OperatorPolicy(operatorRoles: ["\(DiscordWorld.operatorRole)"], ownerRoles: [])
        for (policy, helper) in [(policy, true), (OperatorPolicy(operatorRoles: ["1"], ownerRoles: []), false)] {
            try await RelayDesk.with(policy: policy) { desk async throws in
                _ = try await desk.converse()
                await desk.operators.handle(.message(try await desk.message("!r a", by: DiscordWorld.guest)))
                #expect(try await desk.approvals().isEmpty)
                #expect(await desk.discord.posts.last?.contains("for the operators") == true)
                await desk.operators.handle(.message(try await desk.message("!r b", by: DiscordWorld.colleague)))
                #expect(try await desk.approvals().count == (helper ? 1 : 0))
            }
        }
    }

    @Test func `Without roles, whoever may manage the channel answers`() async throws {
        try await RelayDesk.with { desk async throws in
            _ = try await desk.converse()
            await desk.operators.handle(.message(try await desk.message("!r a", by: DiscordWorld.guest)))
            #expect(try await desk.approvals().isEmpty)
            await desk.operators.handle(.message(try await desk.message("!r b", by: DiscordWorld.colleague)))
            #expect(try await desk.approvals().map(\.by.name) == ["Colleague"])
        }
    }

    @Test func `The Reply button opens a form, and its text is sent once`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.fill("Reply", of: card, with: "from the form"))
                #expect(await desk.carriedOut(2))
                #expect(try await desk.approvals().map(\.text) == ["from the form"])
                #expect(try await desk.state(of: draft) == .voided)
            }
        }
    }

    @Test func `A form that was open while a newer message came sends nothing`() async throws {
        try await RelayDesk.with { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Reply", of: card) == 204)
                #expect(await eventually { await desk.discord.form != nil })
                let form = try #require(await desk.discord.form)
                #expect(await desk.router.handle(try await desk.write("wait!", 2)) == .done)
                #expect(await desk.discord.send([DraftForm.field: "old"], to: form.interaction) == 204)
                #expect(await desk.carriedOut(2))
                #expect(try await desk.approvals().isEmpty)
                #expect(await desk.discord.whispers.last?.contains("A newer message has come") == true)
            }
        }
    }

    @Test func `Without the intent, messages are not heard, commands and buttons work, and it is told once`()
        async throws
    {
        try await RelayDesk.with(switchedOff: true) { desk async throws in
            try await desk.withGateway {
                let draft = try await desk.converse()
                #expect(await desk.discord.write("!r not heard") == 200)
                let card = try #require(await desk.discord.card(of: draft))
                #expect(await desk.discord.press("Approve", of: card) == 204)
                #expect(await desk.carriedOut(1))
                #expect(try await desk.approvals().map(\.text) == ["hello"])
                #expect(try await eventually { try await desk.told().contains(.alertRaised) })
                await desk.operators.messagesGranted(false)
                #expect(try await desk.told().filter { $0 == .alertRaised }.count == 1)
                await desk.operators.messagesGranted(true)
                await desk.operators.messagesGranted(true)
                #expect(try await desk.told().filter { $0 == .alertResolved }.count == 1)
            }
        }
    }
}

extension RelayDesk {
    /// A message that somebody writes in Dana's thread, as the Gateway tells of it.
    func message(
        _ content: String, by user: Sandbox.DiscordUser = DiscordWorld.person, in channel: String? = nil
    ) async throws -> ThreadMessage {
        let thread = if let channel { channel } else { await discord.thread }
        #expect(await discord.write(content, by: user, in: thread) == 200)
        let id = try #require(await discord.lastMessage(of: user, in: thread))
        return ThreadMessage(
            id: id, channel: thread, guild: "\(DiscordWorld.guild)", content: content,
            person: DiscordPerson(
                id: "\(user.id)", name: user.shownName, roles: user.roles.map(\.description), permissions: nil),
            hasFiles: false)
    }

    /// The scraper has typed it, or not.
    func settle(_ draft: String, _ state: DraftDocument.State) async throws {
        if state == .delivered {
            let told = ReplyDelivered(draft: draft, conversation: dana, message: "m", seenAt: .now)
            let header = try await scraper.write { transaction in
                _ = try transaction.move(draft: draft, from: [.approved], to: state)
                return try transaction.emit(told, conversation: dana)
            }
            #expect(await router.handle(try delivery(Event(header: header, data: told))) == .done)
        } else {
            let told = ReplyFailed(draft: draft, conversation: dana, reason: .newerMessage, advice: "")
            let header = try await scraper.write { transaction in
                _ = try transaction.move(draft: draft, from: [.approved], to: state)
                return try transaction.emit(told, conversation: dana)
            }
            #expect(await router.handle(try delivery(Event(header: header, data: told))) == .done)
        }
    }
}

extension DiscordSandbox {
    fileprivate func lastMessage(of user: Sandbox.DiscordUser, in thread: String) async -> String? {
        await peer.ledger()["threads"]?.array?.filter { $0["id"]?.string == thread }
            .flatMap { $0["messages"]?.array ?? [] }
            .last { $0["author"] == user.id.json }?["id"]?.string
    }
}
