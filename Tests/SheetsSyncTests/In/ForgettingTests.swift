import CurlHTTP
import Logging
import Messaging
import ServiceRuntime
import Shared
import Store
import Synchronization
import TestSupport
import Testing

@testable import SheetsSync

/// Real database, real HTTP client, the sandbox's Google.
@Suite(.enabled(if: TestStore.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"), .timeLimit(.minutes(2)))
struct ForgettingTests {
    private static let sheet = "\(GoogleSandbox.sheet)/Messages"
    private static let mia = ConversationReference(id: "meetme:11", name: "Mia")
    private static let olga = Approver(kind: .discord, id: "1", name: "Olga")
    private static let unpaced = QuotaPacer(gap: .zero, limit: 1000, window: .seconds(1))

    private struct Desk: Sendable {
        let google: GoogleDesk
        let store: Store
        let health = HealthRegistry()

        var router: EventRouter { MessageRows(store: store, sheet: sheet, signal: WakeSignal()).router }

        /// Runs a process of the service until the condition holds.
        func run(client: SheetsClient? = nil, until condition: @escaping @Sendable () async throws -> Bool) async throws
        {
            let flusher = RowFlusher(
                sheets: client ?? google.client(),
                rows: RowStore(store: store, sheet: sheet, holder: EventID.make()), signal: WakeSignal(),
                pacer: unpaced, health: health, logger: GoogleDesk.silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do { try await flusher.run() } catch is CancellationError {}
                }
                try await eventually(condition)
                group.cancelAll()
                try await group.waitForAll()
                await flusher.finish()
            }
        }

        func client(_ send: @escaping SendHTTP) -> SheetsClient {
            SheetsClient(
                send: send, tokens: google.tokens, api: google.google.base, spreadsheet: GoogleSandbox.sheet,
                tab: "Messages", account: nil)
        }

        func run() async throws { try await run { try await store.rows().allSatisfy { $0.state == .written } } }

        func add(_ count: Int64, of conversation: ConversationReference = anna, text: String = "hi") async throws {
            for ordinal in 1...count {
                try await store.add(message(ordinal, text, in: conversation), in: sheet)
            }
        }

        func forget() async throws -> Delivery {
            let start = try await store.write { transaction in
                // As the scraper does: it is known.
                _ = try transaction.append(message(1))
                return try transaction.forget(anna.id, by: olga)
            }
            guard case .started(let request) = start else { throw StoreError.missing("it did not start") }
            let asked = ErasureRequested(request: request, conversation: anna.id, requestedBy: olga.name)
            let header = EventHeader(
                id: EventID.make(), source: ServiceName.discordRelay.source, name: .erasureRequested, time: .now,
                conversation: anna.id, sequence: nil, causation: nil, origin: nil, trace: .start())
            return Delivery(
                message: try Message(Event(header: header, data: asked)), attempt: 1, isRedelivered: false, queue: "q")
        }

        func part() async throws -> ErasureDocument.Part? {
            try await store.read { try $0.openErasures(limit: 1).first?.parts["sheets-sync"] }
        }

        /// The record ids in the sheet, from the second row on.
        var ids: [String] {
            get async { await google.google.rows(of: "Messages")?.dropFirst().map { $0.first ?? "" } ?? [] }
        }

        func cells() async -> [String] { await google.google.rows(of: "Messages")?.flatMap(\.self) ?? [] }
    }

    private func with(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        try await GoogleDesk.with { google in
            try await TestStore.with { try await body(Desk(google: google, store: $0)) }
        }
    }

    @Test func `their rows are emptied wherever they were moved, and all others stay where they are`() async throws {
        try await with { desk in
            try await desk.add(2)
            try await desk.add(2, of: Self.mia)
            try await desk.run()
            let client = desk.google.client()
            // Somebody moves a row of theirs down, makes a copy, and takes notes of their own beside it.
            let rows = try #require(await desk.google.google.rows(of: "Messages"))
            try await client.write([
                WriteBatch.Range(firstRow: 2, rows: [Array(repeating: "", count: RowLayout.width)]),
                WriteBatch.Range(firstRow: 8, rows: [rows[1]]), WriteBatch.Range(firstRow: 9, rows: [rows[2]]),
            ])
            let erasure = try await desk.forget()
            for _ in 0..<2 { #expect(await desk.router.handle(erasure) == .done) }
            #expect(try await desk.part() == nil)
            try await desk.run { try await desk.part() != nil }
            #expect(await desk.ids == ["", "", "meetme:11#1", "meetme:11#2"])
            #expect(await desk.cells().filter { $0.contains("Anna") || $0 == anna.id } == [])
            #expect(try await desk.part()?.count == 2)
            #expect(try await desk.store.rows().map(\._id) == ["meetme:11#1", "meetme:11#2"])
            let left = try await TestDatabase.mentions(of: [anna.id + "#", "sheet_erasures"], in: desk.store)
            #expect(left.filter { $0.hasPrefix("sheet_") } == [])
        }
    }

    @Test func `a write that was under way is emptied after it has landed`() async throws {
        try await with { desk in
            try await desk.add(3, text: "canary")
            let forgotten = Mutex(false)
            let send: SendHTTP = { request throws(HTTPError) in
                // The rows are on their way to Google when they are forgotten.
                if request.url.contains("values:batchUpdate"),
                    String(decoding: request.body, as: UTF8.self).contains("canary"),
                    !forgotten.withLock({ $0 })
                {
                    forgotten.withLock { $0 = true }
                    do {
                        let erasure = try await desk.forget()
                        #expect(await desk.router.handle(erasure) == .done)
                    } catch {
                        Issue.record(error)
                    }
                }
                return try await desk.google.http.send(request)
            }
            try await desk.run(client: desk.client(send)) { try await desk.part() != nil }
            #expect(forgotten.withLock { $0 })
            #expect(await desk.cells() == RowLayout.header)
            #expect(try await desk.part()?.count == 3)
        }
    }

    @Test func `a lost answer empties nothing twice and counts nothing twice`() async throws {
        try await with { desk in
            try await desk.add(3)
            try await desk.add(1, of: Self.mia)
            try await desk.run()
            let erasure = try await desk.forget()
            #expect(await desk.router.handle(erasure) == .done)
            let lost = Mutex(0)
            let send: SendHTTP = { request throws(HTTPError) in
                let response = try await desk.google.http.send(request)
                if request.url.contains("values:batchClear"),
                    lost.withLock({
                        $0 += 1
                        return $0
                    }) < 3
                {
                    throw HTTPError(.reset, "The answer is lost.", requestMayHaveBeenProcessed: true)
                }
                return response
            }
            try await desk.run(client: desk.client(send)) { try await desk.part() != nil }
            #expect(lost.withLock { $0 } >= 1)
            #expect(try await desk.part()?.count == 3)
            #expect(await desk.ids == ["", "", "", "meetme:11#1"])
        }
    }

    @Test func `a row that is not theirs and is gone after the call is written again`() async throws {
        try await with { desk in
            try await desk.add(1)
            try await desk.add(1, of: Self.mia)
            try await desk.run()
            let erasure = try await desk.forget()
            #expect(await desk.router.handle(erasure) == .done)
            let sorted = Mutex(false)
            let send: SendHTTP = { request throws(HTTPError) in
                // Somebody sorts the sheet in this very moment: both rows change their places.
                if request.url.contains("values:batchClear"), !sorted.withLock({ $0 }) {
                    sorted.withLock { $0 = true }
                    do {
                        let rows = try #require(await desk.google.google.rows(of: "Messages"))
                        try await desk.google.client().write([WriteBatch.Range(firstRow: 2, rows: [rows[2], rows[1]])])
                    } catch {
                        Issue.record(error)
                    }
                }
                return try await desk.google.http.send(request)
            }
            try await desk.run(client: desk.client(send)) {
                guard try await desk.part() != nil else { return false }
                return try await desk.store.rows().allSatisfy { $0.state == .written }
            }
            #expect(await desk.ids.filter { !$0.isEmpty } == ["meetme:11#1"])
        }
    }
}
