import Foundation
import Logging
import Messaging
import Mongo
import ServiceRuntime
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct AnswerHandlerTests {
    private struct Bench: Sendable {
        let store: Store
        let relay: Store
        let report: SessionReport
        let desk = AnswerDesk()
        let router: EventRouter

        init(_ store: Store) {
            self.store = store
            relay = Store(service: .discordRelay, client: store.client)
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            report = SessionReport(platform: "meetme", store: store, health: HealthRegistry(), logger: logger)
            var router = EventRouter()
            AnswerHandler(platform: "meetme", store: store, report: report, desk: desk, logger: logger)
                .add(to: &router)
            self.router = router
        }

        /// Asks, and gives the id of the event that does.
        func ask(_ words: String = "enter the code", picture: PagePicture? = nil) async throws -> String {
            await report.changed(SessionNews(.challenge, words, awaits: .code, picture: picture))
            return try #require(try await told().last?.header.id)
        }

        func told() async throws -> [Event<SessionChanged>] {
            struct Row: Decodable { var body: [UInt8] }
            return try await store.client.run { session in
                try session.collection("outbox").find(
                    as: Row.self, filter: ["name": "session.changed"], sort: ["_id": 1], limit: 100
                ).map { try EventCoding.decode(Event<SessionChanged>.self, from: $0.body) }
            }
        }

        func answer(_ question: String, _ code: String?) async throws -> EventHeader? {
            try await relay.write { transaction in
                try transaction.answer(
                    question, of: "meetme", code: code.map { Secret($0) },
                    by: Approver(kind: .discord, id: "1", name: "op"))
            }
        }

        func handle(_ header: EventHeader, asked: String, _ answer: SessionAnswer = .code) async throws -> Outcome {
            let answered = SessionAnswered(
                platform: "meetme", asked: asked, answer: answer, by: Approver(kind: .discord, id: "1", name: "op"))
            let message = try Message(Event(header: header, data: answered))
            return await router.handle(Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q"))
        }

        /// What is stored of answers, as JSON would show it.
        func stored() async throws -> [BSONDocument] {
            try await store.client.run {
                try $0.collection(SessionAnswerDocument.collection).find(as: BSONDocument.self, limit: 10)
            }
        }
    }

    private static func with(_ body: @escaping @Sendable (Bench) async throws -> Void) async throws {
        try await TestDatabase.with(
            .scraper, declaring: [SessionAnswerDocument.declaration, ScreenshotDocument.declaration]
        ) { try await body(Bench($0)) }
    }

    @Test func `A code is handed on once, and is stored no longer`() async throws {
        try await Self.with { bench in
            let question = try await bench.ask()
            let header = try #require(try await bench.answer(question, "482913"))
            #expect(try await bench.stored().contains { $0["code"] == "482913" })
            #expect(try await bench.handle(header, asked: question) == .done)
            #expect(await bench.desk.next(within: .zero) == .code(Secret("482913")))
            #expect(try await bench.stored().allSatisfy { $0["code"] == nil })
            #expect(try await bench.handle(header, asked: question) == .done)
            #expect(await bench.desk.next(within: .zero) == nil)
        }
    }

    @Test func `A question is answered once, and the next one in the same words is told and answered anew`()
        async throws
    {
        try await Self.with { bench in
            let first = try await bench.ask()
            #expect(try await bench.ask() == first)
            let header = try #require(try await bench.answer(first, nil))
            #expect(try await bench.answer(first, "1") == nil)
            #expect(try await bench.handle(header, asked: first, .done) == .done)
            #expect(await bench.desk.next(within: .zero) == .done)
            let second = try await bench.ask()
            #expect(second != first)
            #expect(try await bench.answer(second, "2") != nil)
        }
    }

    @Test func `An answer to what is not asked any more is not used`() async throws {
        try await Self.with { bench in
            let question = try await bench.ask()
            let header = try #require(try await bench.answer(question, "1"))
            await bench.report.changed(SessionNews(.connected, nil))
            #expect(try await bench.handle(header, asked: question) == .done)
            #expect(await bench.desk.next(within: .zero) == nil)
            #expect(try await bench.stored().allSatisfy { $0["code"] == nil })
        }
    }

    @Test func `A stale code is not used, which is told`() async throws {
        try await Self.with { bench in
            let question = try await bench.ask()
            var header = try #require(try await bench.answer(question, "1"))
            header.time = Timestamp(milliseconds: Timestamp.now.milliseconds - 301_000)
            #expect(try await bench.handle(header, asked: question) == .done)
            #expect(await bench.desk.next(within: .zero) == .late)
            #expect(await bench.desk.next(within: .zero) == nil)
        }
    }

    @Test func `A picture is stored with the event that names it, one a minute at most`() async throws {
        try await Self.with { bench in
            let picture = PagePicture(type: "image/png", bytes: [1, 2, 3])
            _ = try await bench.ask("first", picture: picture)
            _ = try await bench.ask("second", picture: picture)
            let events = try await bench.told()
            #expect(events.map { $0.data.awaits } == [.code, .code])
            let name = try #require(events.first?.data.screenshot)
            #expect(events.last?.data.screenshot == nil)
            let stored = try await bench.store.read { try $0.screenshot(name) }
            #expect(stored?.bytes == [1, 2, 3] && stored?.type == "image/png")
        }
    }
}
