import Messaging
import Mongo
import Shared
import Store
import TestSupport
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// `/forget`, from the question to the report.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct ForgetTests {
    private static let canary = "the canary sings at seven"

    /// The question that stands there with its button.
    private static func ask(_ desk: RelayDesk, _ count: Int) async throws -> DiscordSandbox.Shown {
        #expect(await desk.discord.call("forget") == 204)
        #expect(await desk.carriedOut(count))
        return try #require(await desk.discord.questions.last)
    }

    private static func requests(_ desk: RelayDesk) async throws -> Int {
        try await desk.told().filter { $0 == .erasureRequested }.count
    }

    @Test func `it asks, and on the press the thread and all that is known of it goes`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            #expect(await desk.router.handle(try await desk.write(Self.canary, 1)) == .done)
            _ = try await desk.offer("hello")
            try await desk.store.write { try $0.noteHeard("77", of: dana.id) }
            let question = try await Self.ask(desk, 1)
            #expect(question.content == ForgetHandler.question)
            #expect(try await Self.requests(desk) == 0)
            #expect(await desk.discord.press(ForgetButton.label, of: question) == 204)
            #expect(await desk.carriedOut(2))
            #expect(try await Self.requests(desk) == 1)
            #expect(await desk.discord.whispers.last?.hasPrefix("They are being forgotten") == true)
            #expect(await desk.discord.questions.isEmpty)
            for _ in 0..<2 { try await desk.deliverOwn() }
            #expect(await desk.discord.standing.filter { $0.contains("Dana") || $0.contains(Self.canary) } == [])
            try await desk.completeOthers()
            #expect(try await TestDatabase.mentions(of: ["Dana", dana.id, Self.canary], in: desk.store) == [])
        }
    }

    @Test func `only an owner may, in a conversation's thread, and a refused one is told so`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            #expect(await desk.discord.call("forget", by: DiscordWorld.colleague) == 204)
            #expect(await desk.carriedOut(1))
            #expect(await desk.discord.whispers.last?.contains("for the owners") == true)
            #expect(await desk.discord.call("forget", in: DiscordSandbox.channel) == 204)
            #expect(await desk.carriedOut(2))
            #expect(await desk.discord.whispers.contains { $0.contains("not the thread of a conversation") })
            // Somebody who has the button all the same.
            let question = try await Self.ask(desk, 3)
            #expect(await desk.discord.press(ForgetButton.label, of: question, by: DiscordWorld.colleague) == 204)
            #expect(await desk.carriedOut(4))
            #expect(await desk.discord.whispers.filter { $0.contains("for the owners") }.count == 2)
            #expect(try await Self.requests(desk) == 0)
        }
    }

    @Test func `pressed twice, at once and by the button of another question, it begins once`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            let first = try await Self.ask(desk, 1)
            let second = try await Self.ask(desk, 2)
            async let one = desk.discord.press(ForgetButton.label, of: first)
            async let other = desk.discord.press(ForgetButton.label, of: second)
            #expect(await [one, other] == [204, 204])
            #expect(await desk.carriedOut(4))
            #expect(try await Self.requests(desk) == 1)
            let whispers = await desk.discord.whispers
            #expect(whispers.filter { $0.hasPrefix("They are being forgotten (") }.count == 1)
            #expect(whispers.filter { $0.hasPrefix("They are being forgotten already") }.count == 1)
            // And the command itself, while the thread is still there.
            #expect(await desk.discord.call("forget") == 204)
            #expect(await desk.carriedOut(5))
            #expect(await desk.discord.whispers.last?.hasPrefix("They are being forgotten already") == true)
        }
    }

    @Test func `a draft that is approved in the same moment is sent before, or not at all`() async throws {
        for _ in 0..<3 {
            try await RelayDesk.withCommands { desk async throws in
                let draft = try await desk.converse()
                let question = try await Self.ask(desk, 1)
                let card = try #require(await desk.discord.card(of: draft))
                async let one = desk.discord.press("Approve", of: card)
                async let other = desk.discord.press(ForgetButton.label, of: question)
                #expect(await [one, other] == [204, 204])
                #expect(await eventually { (try? await Self.requests(desk)) == 1 })
                #expect(await desk.carriedOut(3))
                // Approved or not: there is nothing left that could be typed.
                #expect(try await desk.state(of: draft) == nil)
                try await desk.deliverOwn()
                try await desk.completeOthers()
                #expect(try await TestDatabase.mentions(of: ["Dana", dana.id], in: desk.store) == [])
            }
        }
    }

    @Test func `a thread that somebody deleted before counts as done`() async throws {
        try await RelayDesk.withCommands { desk async throws in
            _ = try await desk.converse()
            _ = try await desk.store.write { try $0.forget(dana.id, by: Approver(kind: .discord, id: "1", name: "O")) }
            await desk.discord.deleteThreads()
            try await desk.deliverOwn()
            #expect(await desk.discord.standing.filter { $0.contains("Dana") } == [])
            #expect(try await desk.store.read { try $0.openErasures(limit: 1).first?.parts["discord-relay"] } != nil)
        }
    }

    @Test func `a thread of an earlier channel goes as well, and archived ones do`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            try await desk.forgetThread(of: dana, wasAttempted: false)
            try await desk.store.client.run { session in
                _ = try session.collection("effects").deleteMany(["_id": ["$regex": "^discord.thread:"]])
            }
            let later = desk.restarted()
            #expect(await later.router.handle(try await later.write("two", 2)) == .done)
            #expect(await desk.discord.standing.filter { $0.contains("Dana") }.count >= 2)
            await desk.discord.archiveThreads()
            _ = try await desk.store.write { try $0.forget(dana.id, by: Approver(kind: .discord, id: "1", name: "O")) }
            try await later.deliverOwn()
            #expect(await desk.discord.standing.filter { $0.contains("Dana") } == [])
        }
    }

    @Test func `in a forum the post goes`() async throws {
        try await RelayDesk.with(channel: DiscordSandbox.forum) { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            #expect(await desk.discord.standing.contains { $0.contains("Dana") })
            _ = try await desk.store.write { try $0.forget(dana.id, by: Approver(kind: .discord, id: "1", name: "O")) }
            try await desk.deliverOwn()
            #expect(await desk.discord.standing.filter { $0.contains("Dana") } == [])
        }
    }

    @Test func `one post tells how far it is, and at its end what remains`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("one", 1)) == .done)
            _ = try await desk.store.write {
                try $0.forget(dana.id, by: Approver(kind: .discord, id: "1", name: "Ola"))
            }
            try await desk.deliverOwn()
            let request = try #require(try await desk.store.read { try $0.openErasures(limit: 1).first?._id })
            for _ in 0..<2 { try await desk.deliverOwn(of: "erasure:\(request)") }
            let reports = await desk.discord.operations.filter { $0.content.contains("forgotten") }
            #expect(reports.count == 1)
            #expect(reports.first?.content.contains("Waiting for: scraper, ai-worker, sheets-sync") == true)
            let status = try await OperatorStatus.read(nil, from: desk.store)
            #expect(status.contains("waiting for scraper, ai-worker, sheets-sync"))
            for completed in try await desk.completeOthers() {
                for _ in 0..<2 { #expect(await desk.router.handle(completed) == .done) }
            }
            let last = await desk.discord.operations.filter { $0.content.contains("forgotten") }
            #expect(last.map(\.id) == reports.map(\.id))
            #expect(last.first?.content.contains("Somebody was forgotten") == true)
            #expect(last.first?.content.contains("What remains") == true)
            #expect(last.first?.content.contains("Dana") == false)
            #expect(try await !OperatorStatus.read(nil, from: desk.store).contains("forgotten"))
        }
    }
}

extension RelayDesk {
    /// The other services have nothing, and say so.
    ///
    /// - Returns: what they tell.
    @discardableResult
    func completeOthers() async throws -> [Delivery] {
        struct Row: Decodable { var body: [UInt8] }
        let erasure = try await store.read { try $0.openErasures(limit: 1).first }
        guard let erasure, let conversation = erasure.conversation else { return [] }
        for service in ServiceName.allCases where service != .discordRelay {
            try await Store(service: service, client: store.client).write { transaction in
                if service == .scraper {
                    for name in ["messages", "drafts"] {
                        _ = try transaction.session.collection(name).deleteMany(["conversation": .string(conversation)])
                    }
                    _ = try transaction.dropEvents(of: conversation)
                }
                try transaction.completeErasure(erasure._id, of: conversation, in: "nothing", count: 0)
            }
        }
        return try await store.client.run { session in
            try session.collection("outbox").find(
                as: Row.self, filter: ["name": .string(EventName.erasureCompleted.rawValue)], sort: ["_id": 1],
                limit: 100
            ).map { row in
                Delivery(
                    message: Message(header: try EventCoding.decodeHeader(from: row.body), body: row.body), attempt: 1,
                    isRedelivered: false, queue: "q")
            }
        }
    }
}

extension DiscordSandbox {
    /// The questions of /forget that still have their button.
    var questions: [Shown] {
        get async {
            let ledger = await peer.ledger()
            let places = (ledger["threads"]?.array ?? []) + (ledger["channels"]?.array ?? [])
            let all = places.flatMap { place in (place["messages"]?.array ?? []).map { (place, $0) } }
            let whispered = all.filter { $0.1["deleted"]?.bool == false && $0.1["ephemeral"]?.bool == true }
            return whispered.map { Self.shown($0.1, in: $0.0) }.filter { $0.buttons[ForgetButton.label] != nil }
        }
    }

    private static func shown(_ message: Sandbox.JSONValue, in place: Sandbox.JSONValue) -> Shown {
        let components = (message["components"]?.array ?? []).flatMap { $0["components"]?.array ?? [] }
        let buttons = components.map { ($0["label"]?.string ?? "", $0["custom_id"]?.string ?? "") }
        return Shown(
            channel: place["id"]?.string ?? "", id: message["id"]?.string ?? "",
            content: message["content"]?.string ?? "",
            buttons: Dictionary(buttons, uniquingKeysWith: { first, _ in first }))
    }

    /// Names of threads and contents of messages, as far as anybody can still read them.
    var standing: [String] {
        get async {
            let ledger = await peer.ledger()
            let places = (ledger["threads"]?.array ?? []) + (ledger["channels"]?.array ?? [])
            var texts: [String] = []
            for place in places where place["deleted"]?.bool == false {
                texts.append(place["name"]?.string ?? "")
                for message in place["messages"]?.array ?? [] where message["deleted"]?.bool == false {
                    texts.append(message["content"]?.string ?? "")
                }
            }
            return texts
        }
    }
}
