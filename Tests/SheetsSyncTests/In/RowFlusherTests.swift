import CurlHTTP
import Logging
import ServiceRuntime
import Shared
import Store
import Testing

@testable import SheetsSync

/// Real database, real HTTP client, the sandbox's Google.
@Suite(.enabled(if: TestStore.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct RowFlusherTests {
    private static let sheet = "\(GoogleSandbox.sheet)/Messages"
    /// The sandbox's quota is Google's; a test stays below it.
    private static let unpaced = QuotaPacer(gap: .zero, limit: 1000, window: .seconds(1))

    /// One process of the service.
    private struct Desk: Sendable {
        let google: GoogleSandbox
        let client: SheetsClient
        let store: Store
        let rows: RowStore
        let signal = WakeSignal()
        let health = HealthRegistry()
        let flusher: RowFlusher

        init(_ google: GoogleDesk, _ store: Store, client: SheetsClient? = nil) {
            let client = client ?? google.client()
            let rows = RowStore(store: store, sheet: sheet, holder: EventID.make())
            self.google = google.google
            self.client = client
            self.store = store
            self.rows = rows
            health.expect(RowFlusher.part)
            flusher = RowFlusher(
                sheets: client, rows: rows, signal: signal, pacer: unpaced, health: health, logger: GoogleDesk.silent)
        }

        /// Runs the flusher while the body does its work.
        func running<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do { try await flusher.run() } catch is CancellationError {}
                }
                let result = try await body()
                group.cancelAll()
                try await group.waitForAll()
                await flusher.finish()
                return result
            }
        }

        func add(_ messages: ChatMessage...) async throws {
            for message in messages { try await store.add(message, in: RowFlusherTests.sheet) }
            signal.raise()
        }

        func change(_ message: String, _ cells: [RowLayout.Column: String]) async throws {
            try await store.write { try $0.changeRow(of: message, in: RowFlusherTests.sheet, cells) }
            signal.raise()
        }

        func settled(sourceLocation: SourceLocation = #_sourceLocation) async throws {
            try await eventually(sourceLocation: sourceLocation) {
                try await store.rows().allSatisfy { $0.state != .pending }
            }
        }

        /// The record ids in the sheet, from the second row on.
        var ids: [String] {
            get async { await google.rows(of: "Messages")?.dropFirst().map { $0.first ?? "" } ?? [] }
        }

        func problem() -> String? { health.snapshot.first { $0.name == RowFlusher.part }?.problem }
    }

    private func with<R: Sendable>(_ body: @escaping @Sendable (Desk) async throws -> R) async throws -> R {
        try await GoogleDesk.with { google in try await TestStore.with { try await body(Desk(google, $0)) } }
    }

    @Test func `the tab is made and rows are written below the header`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1, "=HYPERLINK(\"x\")"), message(2, "two"))
                try await desk.settled()
                try await desk.add(message(3, "three"))
                try await desk.settled()
            }
            let rows = try #require(await desk.google.rows(of: "Messages"))
            #expect(rows.first == RowLayout.header)
            #expect(rows.dropFirst().map { $0[5] } == ["=HYPERLINK(\"x\")", "two", "three"])
            #expect(await desk.google.formulas == 0)
            #expect(desk.health.isReady)
            #expect(try await desk.store.rows().allSatisfy { $0.state == .written && $0.attempts == 1 })
        }
    }

    @Test func `many rows go out in few writes`() async throws {
        try await with { desk in
            for ordinal in Int64(1)...1200 { try await desk.store.add(message(ordinal), in: Self.sheet) }
            try await desk.running { try await desk.settled() }
            #expect(await desk.ids == (1...1200).map { "meetme:1#\($0)" })
            // Header, tab, growth and three batches, and what was read for them.
            #expect(await desk.google.answers(200) < 20)
        }
    }

    @Test func `a changed row is written again in its place`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1), message(2))
                try await desk.settled()
                try await desk.change("meetme:1#1", [.text: "changed", .reply: "drafted"])
                try await desk.settled()
            }
            let rows = try #require(await desk.google.rows(of: "Messages"))
            #expect(rows.count == 3 && rows[1][5] == "changed" && rows[1][9] == "drafted" && rows[2][5] == "hi")
        }
    }

    @Test func `a lost answer makes no second row`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1))
                try await desk.settled()
                desk.google.cause(.answerLost)
                try await desk.add(message(2))
                try await eventually { desk.problem() != nil }
                desk.google.calm()
                try await desk.settled()
                try await eventually { desk.health.isReady }
            }
            #expect(await desk.ids == ["meetme:1#1", "meetme:1#2"])
        }
    }

    @Test func `a crash between the write and its record makes no second row, even after the sheet was sorted`()
        async throws
    {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1), message(2))
                try await desk.settled()
            }
            // As the crash would leave it: written, and not recorded.
            try await desk.change("meetme:1#1", [.text: "changed"])
            let cells = try #require(await desk.google.rows(of: "Messages"))
            try await desk.client.write([.init(firstRow: 2, rows: [cells[2], cells[1]])])
            try await desk.running { try await desk.settled() }
            let rows = try #require(await desk.google.rows(of: "Messages"))
            #expect(rows.map { $0[0] } == ["Record id", "meetme:1#2", "meetme:1#1"])
            #expect(rows[2][5] == "changed" && rows[1][5] == "hi")
        }
    }

    @Test func `a row is followed to where somebody moved it, and a gap left behind is not filled`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1), message(2))
                try await desk.settled()
                // Somebody inserted a row above the second.
                let cells = try #require(await desk.google.rows(of: "Messages"))
                let blank = Array(repeating: "", count: RowLayout.width)
                try await desk.client.write([.init(firstRow: 3, rows: [blank, cells[2]])])
                try await desk.change("meetme:1#2", [.text: "changed"])
                try await desk.settled()
            }
            let rows = try #require(await desk.google.rows(of: "Messages"))
            #expect(rows.count == 4 && rows[2].isEmpty && rows[3][0] == "meetme:1#2" && rows[3][5] == "changed")
        }
    }

    @Test func `nothing is written over what somebody else wrote`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1))
                try await desk.settled()
                try await desk.client.write([.init(firstRow: 3, rows: [["a note", "of mine"]])])
                try await desk.add(message(2))
                try await desk.settled()
                try await desk.add(message(3))
                try await desk.settled()
            }
            #expect(await desk.ids == ["meetme:1#1", "a note", "meetme:1#2", "meetme:1#3"])
        }
    }

    @Test func `a row that changes while it is written is written again`() async throws {
        try await GoogleDesk.with { google in
            try await TestStore.with { store in
                let plain = google.client()
                // Between the write and its record somebody changes the row, once.
                let changed = Once()
                let client = SheetsClient(
                    send: { request throws(HTTPError) in
                        let response = try await plain.send(request)
                        if request.url.hasSuffix("values:batchUpdate"), request.bodyText.contains("meetme:1#1"),
                            changed.isFirst()
                        {
                            try? await store.write {
                                try $0.changeRow(of: "meetme:1#1", in: Self.sheet, [.text: "newer"])
                            }
                        }
                        return response
                    }, tokens: google.tokens, api: google.google.base, spreadsheet: GoogleSandbox.sheet,
                    tab: "Messages",
                    account: nil)
                let desk = Desk(google, store, client: client)
                try await desk.running {
                    try await desk.add(message(1))
                    try await eventually { await desk.google.rows(of: "Messages")?.last?[5] == "newer" }
                    try await desk.settled()
                }
                #expect(try await store.row("meetme:1#1")?.attempts == 2)
            }
        }
    }

    @Test func `a row that Google refuses is set aside and holds up nobody`() async throws {
        try await GoogleDesk.with { google in
            try await TestStore.with { store in
                let plain = google.client()
                let client = SheetsClient(
                    send: { request throws(HTTPError) in
                        if request.url.hasSuffix("values:batchUpdate"), request.bodyText.contains("poison") {
                            return .json(400, #"{"error": {"code": 400, "message": "Invalid data[0]"}}"#)
                        }
                        return try await plain.send(request)
                    }, tokens: google.tokens, api: google.google.base, spreadsheet: GoogleSandbox.sheet,
                    tab: "Messages",
                    account: nil)
                let desk = Desk(google, store, client: client)
                for ordinal in Int64(1)...9 {
                    try await store.add(message(ordinal, ordinal == 4 ? "poison" : "fine"), in: Self.sheet)
                }
                try await desk.running { try await desk.settled() }
                let refused = try await store.rows().filter { $0.state == .refused }
                #expect(refused.map(\._id) == ["meetme:1#4"])
                let others = await desk.ids.filter { !$0.isEmpty }
                #expect(others == [1, 2, 3, 5, 6, 7, 8, 9].map { "meetme:1#\($0)" })
            }
        }
    }

    @Test func `a sheet that is not shared is told and rows wait until it is`() async throws {
        try await with { desk in
            try await desk.add(message(1))
            desk.google.cause(.notShared)
            try await desk.running {
                try await eventually { desk.problem()?.contains("share it with") == true }
                #expect(!desk.health.isReady)
                desk.google.calm()
                try await desk.settled()
                try await eventually { desk.health.isReady }
            }
            #expect(await desk.ids == ["meetme:1#1"])
        }
    }

    @Test func `credentials that were revoked are told`() async throws {
        try await with { desk in
            desk.google.cause(.invalidGrant)
            try await desk.running {
                try await eventually { desk.problem()?.contains("invalid_grant") == true }
            }
        }
    }

    @Test func `a tab that is somebody else's is not touched`() async throws {
        try await with { desk in
            try await desk.client.add()
            try await desk.client.write([.init(firstRow: 1, rows: [["Shopping", "list"]])])
            try await desk.add(message(1))
            try await desk.running {
                try await eventually { desk.problem()?.contains("SWITCHBOARD_SHEET_TAB") == true }
            }
            #expect(await desk.google.rows(of: "Messages") == [["Shopping", "list"]])
        }
    }

    @Test func `a sheet that an earlier version began is continued`() async throws {
        try await with { desk in
            try await desk.client.add()
            try await desk.client.write([.init(firstRow: 1, rows: [Array(RowLayout.header.prefix(9))])])
            try await desk.add(message(1))
            try await desk.running { try await desk.settled() }
            #expect(await desk.google.rows(of: "Messages")?.first == RowLayout.header)
        }
    }

    @Test func `of two processes one writes, and the other goes on when it ends`() async throws {
        try await GoogleDesk.with { google in
            try await TestStore.with { store in
                let first = Desk(google, store)
                let second = Desk(google, store)
                try await second.running {
                    try await first.running {
                        try await first.add(message(1))
                        try await first.settled()
                        #expect(try await first.rows.holdLease() != second.rows.holdLease())
                    }
                    try await second.add(message(2))
                    try await second.settled()
                }
                #expect(await second.ids == ["meetme:1#1", "meetme:1#2"])
            }
        }
    }

    @Test func `what waits goes out before the end`() async throws {
        try await with { desk in
            try await desk.running {
                try await desk.add(message(1))
                try await desk.settled()
                try await desk.store.add(message(2), in: Self.sheet)
            }
            #expect(await desk.ids == ["meetme:1#1", "meetme:1#2"])
        }
    }
}
