import Logging
import ServiceRuntime
import Shared

/// Brings waiting rows to the sheet, in batches and within Google's quota.
///
/// It is woken by every change of this process, and looks every few seconds for rows of others. Of several processes
/// for one sheet one writes, and another goes on when that one ends.
actor RowFlusher {
    /// In `/health/ready`.
    static let part = "sheet"
    /// How often to look without being woken.
    static let sweep = Duration.seconds(5)
    /// A tab that is too short grows by at least so many rows.
    static let growth = 1000
    /// What the last batch may take when the service ends.
    static let drain = Duration.seconds(4)

    enum Quota { case read, write }

    let sheets: SheetsClient
    let rows: RowStore
    private let signal: WakeSignal
    private let health: HealthRegistry
    let logger: Logger
    private var pacers: [Quota: QuotaPacer]
    /// Nil until it was looked at, and again when something seems to be wrong with it.
    private var tab: SheetsClient.Tab?
    private var doubt = WriteDoubt()

    init(
        sheets: SheetsClient, rows: RowStore, signal: WakeSignal, pacer: QuotaPacer = .sheets, health: HealthRegistry,
        logger: Logger
    ) {
        self.sheets = sheets
        self.rows = rows
        self.signal = signal
        self.health = health
        self.logger = logger
        pacers = [.read: pacer, .write: pacer]
    }

    // MARK: Life

    /// Runs until cancelled. Faults are told and tried again for ever: rows wait in the database meanwhile.
    func run() async throws {
        var backoff = Backoff(first: .seconds(2), longest: .seconds(60))
        while true {
            do {
                let isIdle = try await turn()
                backoff.reset()
                if isIdle { await signal.wait(atMost: Self.sweep) }
                try Task.checkCancellation()
            } catch {
                try Task.checkCancellation()
                let sheetsError = error as? SheetsError
                // A tab that is there and well needs no second look when Google is only slow.
                if sheetsError?.isRetriable != true { tab = nil }
                if health.failed(Self.part, "\(error)") {
                    logger.error(
                        "the sheet cannot be written; rows wait",
                        metadata: ["code": "\(sheetsError?.code.rawValue ?? "other")", "reason": "\(error)"])
                }
                try await Task.sleep(for: max(sheetsError?.retryAfter ?? .zero, backoff.next(), .seconds(1)))
            }
        }
    }

    /// What waits goes out once more before the service ends, and another process may go on.
    func finish() async {
        guard tab != nil else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await self.turn() }
            group.addTask { try? await Task.sleep(for: Self.drain) }
            await group.next()
            group.cancelAll()
        }
        try? await rows.releaseLease()
    }

    /// Writes one batch. Returns whether there was nothing to do.
    private func turn() async throws -> Bool {
        guard try await rows.holdLease() else {
            // Somebody else writes; what they cannot do they tell.
            health.ready(Self.part)
            return true
        }
        let tab = try await prepared()
        if try await forget(in: tab) { return false }
        let waiting = try await rows.pending(limit: doubt.rowLimit)
        if !waiting.isEmpty { try await write(waiting, in: tab) }
        health.ready(Self.part)
        return waiting.isEmpty
    }

    // MARK: The tab

    /// The tab, made if it is missing, wide enough and begun with the header.
    private func prepared() async throws -> SheetsClient.Tab {
        if let tab { return tab }
        try await pace(.read)
        var found = try await sheets.find()
        if found == nil {
            try await pace(.write)
            try await sheets.add()
            try await pace(.read)
            found = try await sheets.find()
        }
        guard var tab = found else {
            throw SheetsError(.unavailable, "The tab \(sheets.tab) was added and is not there yet: it is tried again.")
        }
        if tab.columns < RowLayout.width {
            try await pace(.write)
            try await sheets.grow(tab, rows: 0, columns: RowLayout.width - tab.columns)
            tab.columns = RowLayout.width
        }
        try await writeHeader()
        self.tab = tab
        return tab
    }

    private func writeHeader() async throws {
        try await pace(.read)
        let first = try await sheets.firstRow()
        switch HeaderCheck(first) {
        case .right:
            return
        case .missing:
            try await pace(.write)
            try await sheets.write([WriteBatch.Range(firstRow: 1, rows: [RowLayout.header])])
        case .foreign:
            throw SheetsError(
                .occupied,
                "The tab \(sheets.tab) holds something else: name another one in SWITCHBOARD_SHEET_TAB, which is then "
                    + "made, or empty this one.")
        }
    }

    /// Makes the tab long enough for the rows.
    private func fit(_ waiting: [RowDocument], in tab: inout SheetsClient.Tab) async throws {
        let missing = (waiting.map(\.place).max() ?? 0) - tab.rows
        guard missing > 0 else { return }
        let more = max(missing, Self.growth)
        try await pace(.write)
        try await sheets.grow(tab, rows: more)
        tab.rows += more
        self.tab = tab
    }

    // MARK: The rows

    private func write(_ waiting: [RowDocument], in tab: SheetsClient.Tab) async throws {
        var tab = tab
        try await fit(waiting, in: &tab)
        try await pace(.read)
        let check = RowCheck(
            waiting, recordIDs: try await sheets.recordIDs(in: RowSpans.covering(waiting.map(\.place))))
        var writable = check.ready
        if !check.unsure.isEmpty { writable += try await relocated(check.unsure, in: tab) }
        let batch = WriteBatch(writable, rowLimit: doubt.rowLimit)
        try await fit(batch.taken, in: &tab)
        try await pace(.write)
        // Held anew, so that the write is over before somebody else can begin one.
        guard try await rows.holdLease() else { return }
        try await rows.attempt(batch.taken)
        FailPoint.reach(.sheetsAttempted)
        do throws(SheetsError) {
            try await sheets.write(batch.ranges)
        } catch {
            guard error.code == .invalid else { throw error }
            return try await refused(batch.taken, error)
        }
        FailPoint.reach(.sheetsWritten)
        try await rows.complete(batch.taken)
        doubt.passed()
        for row in batch.taken where row.attempts == 0 {
            logger.hopped("message → sheet", conversation: row.conversation, origin: row.origin)
        }
        logger.debug("rows written", metadata: ["rows": "\(batch.taken.count)", "ranges": "\(batch.ranges.count)"])
    }

    /// Somebody sorted, inserted or deleted rows: these go where their record ids stand now.
    private func relocated(_ unsure: [RowDocument], in tab: SheetsClient.Tab) async throws -> [RowDocument] {
        try await pace(.read)
        let ids = try await sheets.recordIDs(in: [1...max(tab.rows, 1)])
        let column = (0..<(ids.keys.max() ?? 0)).map { ids[$0 + 1] ?? "" }
        let places = RowCheck.places(for: unsure, column: column, firstFree: try await rows.firstFree())
        let moved = unsure.filter { places[$0._id] != $0.place }
        if !moved.isEmpty {
            try await rows.move(places)
            logger.notice(
                "rows of the sheet were moved by somebody; they are followed", metadata: ["rows": "\(moved.count)"])
        }
        return unsure.map { row in
            var row = row
            row.row = Int64(places[row._id] ?? row.place)
            return row
        }
    }

    /// Google did not take the batch and does not say which row it means.
    private func refused(_ batch: [RowDocument], _ error: SheetsError) async throws {
        switch doubt.refused(rows: batch.count) {
        case .lookAgain:
            tab = nil
        case .writeFewer:
            logger.debug("a batch was refused; fewer rows are tried", metadata: ["rows": "\(doubt.rowLimit)"])
        case .setAside:
            guard let row = batch.first else { return }
            try await rows.refuse(row)
            logger.error(
                "Google does not take this row; it is left out, look at its message",
                metadata: ["record_id": "\(row._id)", "row": "\(row.place)", "reason": "\(error)"])
        }
    }

    func pace(_ quota: Quota) async throws {
        while let delay = pacers[quota]?.delay(at: .now), delay > .zero { try await Task.sleep(for: delay) }
        pacers[quota]?.spend(at: .now)
    }
}
