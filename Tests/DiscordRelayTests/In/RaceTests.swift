import Messaging
import Mongo
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

private typealias Snowflake = Sandbox.Snowflake

/// What two people, or a person and the page, can do to one draft at the same time. Each row is tried in both orders
/// and at once; what may be sent is said for each.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(4)), .serialized)
struct RaceTests {
    enum Act: String, Sendable, CustomTestStringConvertible {
        case approve, edit, discard, takeOver, reply, newerMessage, answerByHand
        var testDescription: String { rawValue }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        /// The operator's, then the colleague's or the page's.
        var one: Act
        var other: Act
        /// The texts that may have been approved, when the one came first and when the other did.
        var oneFirst: [[String]]
        var otherFirst: [[String]]
        /// The same when neither knew of the other; nil for what either order gives.
        var together: [[String]]?

        var testDescription: String { "\(one) against \(other)" }
        var atOnce: [[String]] { together ?? oneFirst + otherFirst }
    }

    private static let draft = "hello"
    private static let edited = "hello, edited"
    private static let own = "my own"

    static let rows = [
        Row(one: .approve, other: .approve, oneFirst: [[draft]], otherFirst: [[draft]]),
        Row(one: .approve, other: .discard, oneFirst: [[draft]], otherFirst: [[]]),
        Row(one: .approve, other: .edit, oneFirst: [[draft]], otherFirst: [[edited]]),
        Row(one: .approve, other: .takeOver, oneFirst: [[draft]], otherFirst: [[]]),
        // The colleague saw that it was approved, and adds something.
        Row(
            one: .approve, other: .reply, oneFirst: [[draft, own]], otherFirst: [[own]],
            together: [[draft], [own]]),
        Row(one: .approve, other: .newerMessage, oneFirst: [[draft]], otherFirst: [[]]),
        Row(one: .approve, other: .answerByHand, oneFirst: [[draft]], otherFirst: [[]]),
        Row(one: .edit, other: .edit, oneFirst: [[edited]], otherFirst: [[edited]]),
        Row(one: .edit, other: .discard, oneFirst: [[edited]], otherFirst: [[]]),
        Row(one: .edit, other: .newerMessage, oneFirst: [[edited]], otherFirst: [[]]),
        Row(one: .edit, other: .answerByHand, oneFirst: [[edited]], otherFirst: [[]]),
        Row(one: .discard, other: .discard, oneFirst: [[]], otherFirst: [[]]),
        Row(one: .discard, other: .takeOver, oneFirst: [[]], otherFirst: [[]]),
        Row(one: .discard, other: .reply, oneFirst: [[own]], otherFirst: [[own]]),
        Row(one: .discard, other: .newerMessage, oneFirst: [[]], otherFirst: [[]]),
        Row(one: .takeOver, other: .takeOver, oneFirst: [[]], otherFirst: [[]]),
        // What the operator took over, the colleague cannot answer.
        Row(one: .takeOver, other: .reply, oneFirst: [[]], otherFirst: [[own]]),
        // After it is shown, the reply answers it; before that, it does not.
        Row(one: .reply, other: .newerMessage, oneFirst: [[own]], otherFirst: [[own]], together: [[own], []]),
        Row(one: .reply, other: .answerByHand, oneFirst: [[own]], otherFirst: [[own]], together: [[own], []]),
    ]

    @Test func `The first of two has its effect, and the second has none or says why`() async throws {
        try await RelayDesk.with { desk async throws in
            for (number, row) in Self.rows.enumerated() {
                for isInOrder in [true, false] {
                    let (first, second) = isInOrder ? (row.one, row.other) : (row.other, row.one)
                    let (early, late) = isInOrder ? Self.people : (Self.people.1, Self.people.0)
                    let scene = try await Scene(desk, number * 2 + (isInOrder ? 0 : 1))
                    let one = try await scene.prepare(first, by: early)
                    // A press or a form of before; a message is written after it was seen what the first did.
                    let other = second == .reply ? nil : try await scene.prepare(second, by: late)
                    await one()
                    if let other {
                        await other()
                    } else {
                        // Ids and times are told apart by milliseconds.
                        let end = Timestamp.now
                        #expect(await eventually { Timestamp.now.since(end) > .milliseconds(2) })
                        await (try await scene.prepare(second, by: late))()
                    }
                    try await scene.check(isInOrder ? row.oneFirst : row.otherFirst, "\(first), then \(second)")
                }
            }
        }
    }

    @Test func `Of two at once one wins, and the state says the same as the events`() async throws {
        try await RelayDesk.with { desk async throws in
            for (number, row) in Self.rows.enumerated() {
                for round in 0..<2 {
                    let scene = try await Scene(desk, number * 2 + round)
                    let one = try await scene.prepare(row.one, by: Self.people.0)
                    let other = try await scene.prepare(row.other, by: Self.people.1)
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask { await one() }
                        group.addTask { await other() }
                    }
                    // Both were begun before either was decided: nobody saw what the other did.
                    try await scene.check(row.atOnce, "\(row.one) and \(row.other)")
                }
            }
        }
    }

    @Test func `After a crash between the decision and its card, the card is put right, and a press does nothing`()
        async throws
    {
        try await RelayDesk.with { desk async throws in
            for (number, act) in [Act.approve, .edit, .discard, .takeOver, .reply].enumerated() {
                let scene = try await Scene(desk, number)
                let again = act == .reply ? nil : try await scene.prepare(act, by: Self.people.0)
                // Decided and stored, and nothing after that.
                try await scene.decide(act)
                let told = try await desk.told()
                try await scene.settle()
                await again?()
                #expect(try await desk.told() == told, "\(act)")
            }
        }
    }

    @Test func `A press that a crash ended before it was decided has no effect, and the next one has`() async throws {
        try await RelayDesk.with { desk async throws in
            for (number, act) in [Act.approve, .edit, .discard, .takeOver].enumerated() {
                let scene = try await Scene(desk, number)
                let lost = try await scene.press(act, by: Self.people.0)
                try await desk.client.acknowledge(lost.interaction, token: lost.token)
                #expect(try await desk.state(of: scene.draft) == .offered)
                await (try await scene.prepare(act, by: Self.people.0))()
                #expect(try await desk.state(of: scene.draft) != .offered)
                // Discord may tell of the lost one again when the relay has started.
                await desk.operators.handle(lost)
                #expect(try await scene.approvals().count == (act == .approve || act == .edit ? 1 : 0))
            }
        }
    }

    private static let people = (DiscordWorld.person, DiscordWorld.colleague)

    /// A conversation with a draft on offer.
    private struct Scene {
        let desk: RelayDesk
        let conversation: ConversationReference
        let draft: String
        let card: DiscordSandbox.Shown

        init(_ desk: RelayDesk, _ number: Int) async throws {
            self.desk = desk
            conversation = ConversationReference(id: "meetme:\(100 + number)", name: "Dana")
            #expect(await desk.router.handle(try await desk.write("hi", 1, in: conversation)) == .done)
            draft = try await desk.offer(RaceTests.draft, in: conversation)
            card = try #require(await desk.discord.card(of: draft))
        }

        func approvals() async throws -> [ReplyApproved] {
            try await desk.approvals().filter { $0.conversation.id == conversation.id }
        }

        /// What was told reaches the relay, and no card offers anything then.
        func settle() async throws {
            try await desk.deliverOwn(of: conversation.id)
            let posts = await desk.discord.shown.filter { $0.channel == card.channel }
            #expect(posts.contains { $0.content.contains("waits for you") } == false)
        }

        /// Gets ready to do it: what it needs is there before.
        func prepare(_ act: Act, by user: Sandbox.DiscordUser) async throws -> @Sendable () async -> Void {
            let desk = desk
            switch act {
            case .approve, .edit, .discard, .takeOver:
                let press = try await press(act, by: user)
                return { await desk.operators.handle(press) }
            case .reply:
                let message = try await desk.message("!r \(RaceTests.own)", by: user, in: card.channel)
                return { await desk.operators.handle(.message(message)) }
            case .newerMessage, .answerByHand:
                let conversation = conversation
                return {
                    do {
                        try await desk.happen(act == .newerMessage ? .incoming : .outgoing, in: conversation)
                    } catch {
                        Issue.record("it was not stored: \(error)")
                    }
                }
            }
        }

        /// Somebody presses, or sends a form, and nobody has handled it.
        func press(_ act: Act, by user: Sandbox.DiscordUser) async throws -> ButtonPress {
            let label = [.approve: "Approve", .edit: "Edit", .discard: "Discard", .takeOver: "Take over"][act] ?? ""
            let entered = act == .edit ? RaceTests.edited : nil
            return try await desk.discord.interaction(
                customID: try #require(card.buttons[label]), on: card, text: entered, by: user)
        }

        /// As the handlers do it, without what follows.
        func decide(_ act: Act) async throws {
            let (draft, id, person) = (
                draft, conversation.id, Approver(kind: .discord, id: "\(DiscordWorld.person.id)", name: "Operator")
            )
            _ = try await desk.store.write { transaction in
                switch act {
                case .approve: try transaction.approve(draft, by: person)
                case .edit: try transaction.approve(draft, as: RaceTests.edited, by: person)
                case .discard: try transaction.reject(draft, by: person)
                case .takeOver: try transaction.takeOver(draft: draft, by: person)
                default:
                    try transaction.reply(
                        "discord-1", RaceTests.own, in: id, seen: nil, at: .now, by: person)
                }
            }
        }

        func check(_ allowed: [[String]], _ what: String) async throws {
            let approvals = try await approvals()
            #expect(allowed.contains(approvals.map(\.text)), "\(what): \(approvals.map(\.text))")
            #expect(approvals.allSatisfy { $0.textHash == TextHash.of($0.text) })
            let state = try #require(try await desk.state(of: draft))
            #expect(state != .offered, "\(what)")
            #expect((state == .approved) == approvals.contains { $0.draft == draft }, "\(what): \(state)")
            for approval in approvals {
                let stored = try #require(try await desk.store.read { try $0.draft(approval.draft) })
                #expect(stored.state == .approved && stored.text == approval.text)
            }
            try await settle()
        }
    }
}

extension RelayDesk {
    /// The page shows something new: stored as the scraper does, with the drafts that it voids.
    fileprivate func happen(
        _ direction: ChatMessage.Direction, in conversation: ConversationReference
    ) async throws {
        let message = ChatMessage(
            id: "\(conversation.id)#2", conversation: conversation, ordinal: 2, direction: direction, author: "Dana",
            text: "wait!",
            sentAt: nil, observedAt: .now)
        let header = try await scraper.write { transaction in
            let header = try transaction.append(message)
            try transaction.voidDrafts(
                of: conversation, olderThan: header.sequence ?? 0,
                reason: direction == .incoming ? .newerMessage : .answeredByHand)
            return header
        }
        if direction == .incoming {
            let event = Event(header: header, data: MessageReceived(message: message))
            #expect(await router.handle(try delivery(event)) == .done)
        } else {
            let event = Event(header: header, data: MessageSent(message: message, draft: nil))
            #expect(await router.handle(try delivery(event)) == .done)
        }
        for voided in try await scraperVoided() { #expect(await router.handle(voided) == .done) }
    }

    private func scraperVoided() async throws -> [Delivery] {
        struct Row: Decodable { var body: [UInt8] }
        let bodies = try await store.client.run { session in
            try session.collection("outbox").find(
                as: Row.self,
                filter: [
                    "producer": .string(ServiceName.scraper.rawValue),
                    "name": .string(EventName.replyVoided.rawValue),
                ], limit: 100
            ).map(\.body)
        }
        return try bodies.map { body in
            Delivery(
                message: Message(header: try EventCoding.decodeHeader(from: body), body: body), attempt: 1,
                isRedelivered: false, queue: "q")
        }
    }
}

extension DiscordSandbox {
    /// A press, or a form that was sent, as the Gateway would tell of it; Discord waits for its answer.
    fileprivate func interaction(
        customID: String, on card: Shown, text: String?, by user: Sandbox.DiscordUser
    ) async throws -> ButtonPress {
        let channel = try #require(Snowflake(card.channel))
        let message = try #require(Snowflake(card.id))
        let event = await peer.interact(customID, text: text, on: message, in: channel, by: user)
        let frame: Sandbox.JSONValue = ["op": 0, "s": 1, "t": "INTERACTION_CREATE", "d": try #require(event)]
        return try #require(try ButtonPress(GatewayFrame(Array(frame.data()))))
    }
}

extension DiscordPeer {
    /// Like a person at the page, without telling the Gateway.
    fileprivate func interact(
        _ customID: String, text: String?, on message: Snowflake, in channel: Snowflake,
        by user: Sandbox.DiscordUser
    ) -> Sandbox.JSONValue? {
        let pressed: Interaction?
        if let text {
            let input = ComponentForm.TextInput(
                customID: DraftForm.field, label: "", value: "", isParagraph: true, isLabelled: true, lengths: 1...4000)
            pressed = state.guild.begin(
                .modal(customID: customID, values: [DraftForm.field: text], inputs: [input]), channel: channel,
                message: message, user: user, origin: .person, mode: "person", at: clock.now)
        } else {
            pressed = state.guild.press(
                customID, on: message, in: channel, by: .person, user: user, mode: "person", at: clock.now)
        }
        return pressed?.event(in: state.guild)
    }
}
