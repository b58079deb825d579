import Messaging
import Mongo
import Shared
import TestSupport
import Testing

@testable import Store

/// All services share one database here, as they do in life.
@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"), .timeLimit(.minutes(2)))
struct ErasureTests {
    private static let olga = Approver(kind: .discord, id: "1", name: "Olga")
    private static let canary = "the canary sings at seven"

    private static func stores(_ scraper: Store) -> [Store] {
        ServiceName.allCases.map { Store(service: $0, client: scraper.client) }
    }

    /// A conversation with a message, a draft on offer and an effect that was only intended.
    private static func converse(_ store: Store) async throws {
        try await store.write { transaction in
            let header = try transaction.append(message(1, canary))
            try transaction.offer(drafted("d1", answers: header.sequence ?? 0))
        }
        _ = try await store.intend("page.reply:d1", in: anna.id)
        for other in stores(store) {
            try await other.client.run { try $0.advance(other.service.rawValue, in: anna.id, to: 2) }
        }
    }

    private static func start(_ store: Store) async throws -> String {
        guard case .started(let request) = try await store.write({ try $0.forget(anna.id, by: olga) }) else {
            throw StoreError.missing("it was not started")
        }
        return request
    }

    private static func bodies(_ store: Store) async throws -> [EventHeader] {
        struct Row: Decodable { var body: [UInt8] }
        return try await store.client.run { session in
            try session.collection("outbox").find(as: Row.self, sort: ["_id": 1], limit: 1000)
                .map { try EventCoding.decodeHeader(from: $0.body) }
        }
    }

    @Test func `it begins in one step: nothing can be approved, typed or stored afterwards`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            let request = try await Self.start(store)
            #expect(try await store.write { try $0.approve("d1", by: Self.olga) } == .unknown)
            #expect(
                try await store.write {
                    try $0.reply("r", "hi", in: anna.id, seen: nil, at: .now, by: Self.olga)
                } == .unknown)
            #expect(try await store.write { try $0.claim(anna.id, by: Self.olga) } == .gone)
            #expect(try await !store.attempt("page.reply:d1", from: .intended))
            await #expect(throws: StoreError.forgotten) { try await store.write { try $0.append(message(2)) } }
            #expect(try await store.read { try $0.conversation(anna.id) } == nil)
            let event = try #require(try await Self.bodies(store).last)
            #expect(event.name == .erasureRequested && event.conversation == anna.id && event.sequence == nil)
            #expect(try await store.read { try $0.openErasures(limit: 5).map(\._id) } == [request])
        }
    }

    @Test func `asked for again it is the one that began, and for a stranger there is none`() async throws {
        try await TestDatabase.with(.scraper) { store in
            #expect(try await store.write { try $0.forget(anna.id, by: Self.olga) } == .unknown)
            try await Self.converse(store)
            let request = try await Self.start(store)
            guard case .before(let erasure) = try await store.write({ try $0.forget(anna.id, by: Self.olga) }) else {
                Issue.record("it began twice")
                return
            }
            #expect(erasure._id == request)
            #expect(try await Self.bodies(store).filter { $0.name == .erasureRequested }.count == 1)
        }
    }

    @Test func `of many at once one begins`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            let started = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let start = try? await store.write { try $0.forget(anna.id, by: Self.olga) }
                        if case .started = start { return true }
                        return false
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(started == 1)
            #expect(try await store.read { try $0.openErasures(limit: 5) }.count == 1)
            #expect(try await Self.bodies(store).filter { $0.name == .erasureRequested }.count == 1)
        }
    }

    @Test func `when all have done their part, once each, nothing names the conversation but a hash`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            try await store.write { _ = try $0.optOut(anna.id) }
            let request = try await Self.start(store)
            let all = Self.stores(store)
            for (number, service) in all.enumerated() {
                for _ in 0..<2 {
                    try await service.write { transaction in
                        if service.service == .scraper {
                            for name in ["messages", "drafts"] {
                                _ = try transaction.session.collection(name).deleteMany([
                                    "conversation": .string(anna.id)
                                ])
                            }
                            _ = try transaction.dropEvents(of: anna.id)
                        }
                        try transaction.completeErasure(request, of: anna.id, in: "place", count: 5 + number)
                    }
                }
                let erasure = try #require(try await store.read { try $0.erasure(request) })
                #expect((erasure.completedAt != nil) == (number == 3))
                #expect(erasure.parts[service.service.rawValue]?.count == Int64(5 + number))
                #expect((erasure.conversation == nil) == (number == 3))
            }
            let told = try await Self.bodies(store)
            #expect(told.map(\.name) == Array(repeating: .erasureCompleted, count: 4))
            #expect(Set(told.map(\.conversation)) == ["erasure:\(request)"])
            #expect(try await TestDatabase.mentions(of: ["Anna", anna.id, Self.canary], in: store) == [])
            let stone = try #require(try await store.read { try $0.tombstone(TextHash.of(anna.id)) })
            #expect(stone.isOptedOut)
            #expect(try await store.read { try $0.hasOptedOut(anna.id) })
        }
    }

    @Test func `an event that is handled while they are forgotten stores nothing`() async throws {
        try await TestDatabase.with(.sheetsSync) { store in
            let scraper = Store(service: .scraper, client: store.client)
            try await Self.converse(scraper)
            let event = header()
            let consequences = Consequences { transaction in
                try transaction.session.collection("rows").insertOne(["_id": .string(Self.canary)] as BSONDocument)
            }
            _ = try await Self.start(scraper)
            try await consequences.carryOut(after: event, in: store)
            #expect(try await store.isHandled(event.id))
            #expect(try await TestDatabase.mentions(of: [Self.canary], in: store).filter { $0.hasPrefix("rows") } == [])
        }
    }

    @Test func `whoever stores a message in the same moment is deleted with the rest, or stores nothing`() async throws
    {
        for _ in 0..<5 {
            try await TestDatabase.with(.scraper) { store in
                try await Self.converse(store)
                let storing = Task {
                    for ordinal in Int64(2)... { _ = try await store.write { try $0.append(message(ordinal)) } }
                }
                #expect(try await eventually { try await store.read { try $0.message("\(anna.id)#3") } != nil })
                let request = try await Self.start(store)
                await #expect(throws: StoreError.forgotten) { try await storing.value }
                #expect(try await store.read { try $0.conversation(anna.id) } == nil)
                // Whatever was stored is there for whoever deletes now.
                try await store.write { transaction in
                    _ = try transaction.session.collection("messages").deleteMany(["conversation": .string(anna.id)])
                    _ = try transaction.session.collection("drafts").deleteMany(["conversation": .string(anna.id)])
                    _ = try transaction.dropEvents(of: anna.id)
                }
                for service in Self.stores(store) {
                    try await service.write { try $0.completeErasure(request, of: anna.id, in: "p", count: 0) }
                }
                #expect(try await TestDatabase.mentions(of: [anna.id, Self.canary], in: store) == [])
            }
        }
    }

    @Test func `an event that every service still has to see is dropped by the tombstone, not by its order`()
        async throws
    {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            let tombstones = Tombstones(store: store)
            #expect(try await !tombstones.contains(anna.id))
            _ = try await Self.start(store)
            #expect(try await tombstones.contains(anna.id))
            #expect(try await !tombstones.contains("meetme:2"))
        }
    }

    @Test func `that they write again is told once, without a name`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            _ = try await Self.start(store)
            let hash = TextHash.of(anna.id)
            #expect(try await store.write { try $0.tellWroteAgain(hash) })
            #expect(try await !store.write { try $0.tellWroteAgain(hash) })
            #expect(try await !store.write { try $0.tellWroteAgain("another") })
            #expect(try await Self.bodies(store).filter { $0.name == .alertRaised }.count == 1)
        }
    }

    @Test func `what needs a person is told once, and over when it is done after all`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await Self.converse(store)
            let request = try await Self.start(store)
            for _ in 0..<2 { try await store.write { try $0.troubleErasure(request, summary: "s", advice: "a") } }
            #expect(try await store.read { try $0.erasure(request)?.troubled } == ["scraper"])
            try await store.write { try $0.completeErasure(request, of: anna.id, in: "mongodb", count: 0) }
            try await store.write { try $0.troubleErasure(request, summary: "s", advice: "a") }
            let told = try await Self.bodies(store).map(\.name)
            #expect(told.filter { $0 == .alertRaised }.count == 1)
            #expect(told.filter { $0 == .alertResolved }.count == 1)
        }
    }
}
