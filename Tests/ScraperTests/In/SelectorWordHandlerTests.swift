import Logging
import Messaging
import Mongo
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct SelectorWordHandlerTests {
    private struct Bench: Sendable {
        let store: Store
        let relay: Store
        let memory: SelectorStore
        let pack = SelectorLedgerTests.pack
        let router: EventRouter

        init(_ store: Store) {
            self.store = store
            relay = Store(service: .discordRelay, client: store.client)
            memory = SelectorStore(store: store, platform: pack.name, packVersion: pack.version)
            var router = EventRouter()
            SelectorWordHandler(
                pack: PackInUse(pack), store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).add(to: &router)
            self.router = router
        }

        func find(_ css: String, name: String? = nil, for role: Role = .send) async throws {
            let proposal = SelectorLedgerTests.proposal(role, css, name: name)
            let pack = pack
            try await memory.update { _ = $0.ledger.take([proposal], replacing: pack, at: 1) }
        }

        /// A word, given to the scraper twice, as the broker may.
        func say(
            _ decision: SelectorDecision, _ css: String, label: String? = nil, role: String = "send",
            platform: String = "test"
        ) async throws {
            let word = SelectorsDecided(
                platform: platform, role: role, found: FoundSelector(selector: css, label: label), decision: decision,
                asked: "asked", by: somebody)
            let header = try await relay.write { try $0.emit(word, topic: "session:test") }
            let message = try Message(Event(header: header, data: word))
            for attempt in 1...2 {
                let delivery = Delivery(message: message, attempt: attempt, isRedelivered: attempt > 1, queue: "q")
                #expect(await router.handle(delivery) == .done)
            }
        }

        func entries() async throws -> [String] {
            try await memory.load()?.ledger.entries.map { "\($0.css) \($0.standing.rawValue)" } ?? []
        }

        /// What the scraper told, oldest first.
        func told() async throws -> [String] {
            struct Row: Decodable { var body: [UInt8] }
            return try await store.client.run { session in
                try session.collection("outbox").find(
                    as: Row.self, filter: ["producer": "scraper"], sort: ["_id": 1], limit: 100
                ).map { row in
                    switch try EventCoding.decodeHeader(from: row.body).name {
                    case .selectorsSettled:
                        let told = try EventCoding.decode(Event<SelectorsSettled>.self, from: row.body).data
                        return "\(told.found.selector) \(told.outcome) by \(told.by?.name ?? "-") \(told.asked ?? "-")"
                    case .selectorsDegraded:
                        let told = try EventCoding.decode(Event<SelectorsDegraded>.self, from: row.body).data
                        return "\(told.proposed?.selector ?? "-") proposed"
                    case .selectorsHealed:
                        return "\(try EventCoding.decode(Event<SelectorsHealed>.self, from: row.body).data.new) healed"
                    case let name: return name.rawValue
                    }
                }
            }
        }
    }

    private static func with(_ body: @escaping @Sendable (Bench) async throws -> Void) async throws {
        try await TestDatabase.with(.scraper, declaring: [SelectorDocument.declaration]) { try await body(Bench($0)) }
    }

    @Test(arguments: [(SelectorDecision.accept, "inUse", "accepted"), (.reject, "rejected", "rejected")])
    func `A word does what the command does, once, and tells who said it`(
        decision: SelectorDecision, standing: String, outcome: String
    ) async throws {
        try await Self.with { bench in
            try await bench.find(".x", name: "Send")
            try await bench.say(decision, ".x", label: "Send")
            #expect(try await bench.entries() == [".x \(standing)"])
            #expect(try await bench.told() == [".x \(outcome) by sam asked"])
        }
        try await Self.with { bench in
            try await bench.find(".x", name: "Send")
            #expect(try await bench.memory.decide(decision, .send, css: nil))
            #expect(try await bench.entries() == [".x \(standing)"])
            #expect(try await bench.told() == [".x \(outcome) by - -"])
        }
    }

    @Test func `What is in use can be rejected too`() async throws {
        try await Self.with { bench in
            try await bench.find(".name2", for: .rowName)
            try await bench.say(.reject, ".name2", role: "rowName")
            #expect(try await bench.entries() == [".name2 rejected"])
        }
    }

    @Test func `A word on what is not found any more changes nothing, and what is found now is told`() async throws {
        try await Self.with { bench in
            try await bench.find(".x")
            try await bench.find(".y")
            try await bench.say(.accept, ".x")
            #expect(try await bench.entries() == [".y quarantined"])
            #expect(try await bench.told() == [".x outdated by sam asked", ".y proposed"])
            #expect(try await bench.memory.decide(.accept, .send, css: nil))
            try await bench.say(.reject, ".x")
            #expect(try await bench.entries() == [".y inUse"])
            #expect(try await bench.told().suffix(2) == [".x outdated by sam asked", ".y healed"])
        }
    }

    @Test func `The same selector with another label is another element`() async throws {
        try await Self.with { bench in
            try await bench.find("button", name: "Report")
            try await bench.say(.accept, "button", label: "Send")
            #expect(try await bench.entries() == ["button quarantined"])
        }
    }

    @Test func `A word after a command's changes nothing`() async throws {
        try await Self.with { bench in
            try await bench.find(".x")
            #expect(try await bench.memory.decide(.reject, .send, css: nil))
            try await bench.say(.accept, ".x")
            #expect(try await bench.entries() == [".x rejected"])
            #expect(try await bench.told() == [".x rejected by - -", ".x outdated by sam asked"])
            #expect(try await !bench.memory.decide(.reject, .send, css: nil))
        }
    }

    @Test func `What was found for an older pack is not accepted`() async throws {
        try await Self.with { bench in
            let older = SelectorStore(store: bench.store, platform: "test", packVersion: 0)
            let (pack, proposal) = (bench.pack, SelectorLedgerTests.proposal(.send, ".x"))
            try await older.update { _ = $0.ledger.take([proposal], replacing: pack, at: 1) }
            try await bench.say(.accept, ".x")
            #expect(try await bench.told() == [".x outdated by sam asked"])
            #expect(try await bench.entries() == [".x quarantined"])
        }
    }

    @Test func `A word for another platform or on no role of ours`() async throws {
        try await Self.with { bench in
            try await bench.find(".x")
            try await bench.say(.accept, ".x", platform: "other")
            #expect(try await bench.told().isEmpty)
            try await bench.say(.accept, ".x", role: "newer than this")
            #expect(try await bench.told() == [".x outdated by sam asked"])
            #expect(try await bench.entries() == [".x quarantined"])
        }
    }

    @Test func `A word and a look at the same time are both kept`() async throws {
        try await Self.with { bench in
            try await bench.find(".x")
            async let word: Void = bench.say(.reject, ".x")
            async let look: Void = bench.find(".x")
            _ = try await (word, look)
            #expect(try await bench.entries() == [".x rejected"])
        }
    }
}

private let somebody = Approver(kind: .discord, id: "5", name: "sam")
