import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// The rows of one sheet in the database, and which process may write them.
struct RowStore: Sendable {
    /// Longer than a write to Google may take with all that belongs to it.
    static let lease = Duration.seconds(60)
    /// What a writer that was killed had sent has been written by then.
    static let grace = Duration.seconds(10)

    let store: Store
    /// The spreadsheet and the tab.
    let sheet: String
    private let leases: LeaseBook

    /// - Parameter holder: which writer this is; nil for this process.
    init(store: Store, sheet: String, holder: String? = nil) {
        self.store = store
        self.sheet = sheet
        leases = LeaseBook(store: store, duration: Self.lease, grace: Self.grace, holder: holder)
    }

    /// The service may run several times; a sheet has one writer at a time, since a slow write of an old version must
    /// not land on a new one.
    ///
    /// - Returns: whether this process is the writer for the time of ``lease``.
    func holdLease(at now: Date = Date()) async throws -> Bool {
        try await leases.take("sheet:\(sheet)", at: now) != nil
    }

    /// Lets another process go on at once.
    func releaseLease() async throws { try await leases.release(["sheet:\(sheet)"]) }

    /// Rows to write, those with the lowest places first.
    func pending(limit: Int) async throws -> [RowDocument] {
        let sheet = sheet
        return try await store.client.run { session in
            try session.collection(RowDocument.collection).find(
                as: RowDocument.self, filter: ["sheet": .string(sheet), "state": Self.value(.pending)],
                sort: ["row": 1], limit: limit)
        }
    }

    /// Records, before the call, that the rows may stand in the sheet after it.
    func attempt(_ rows: [RowDocument]) async throws {
        let ids = Self.ids(rows)
        try await store.client.run { session in
            _ = try session.collection(RowDocument.collection).updateMany(
                ["_id": ["$in": ids]], ["$inc": ["attempts": 1]])
        }
    }

    /// Records that the rows stand in the sheet, as they were when they were read.
    func complete(_ rows: [RowDocument]) async throws { try await settle(rows, .written) }

    /// Sets a row aside that Google does not take.
    func refuse(_ row: RowDocument) async throws { try await settle([row], .refused) }

    /// Gives rows other places, and sees to it that no new row gets one of them.
    func move(_ places: [String: Int]) async throws {
        let sheet = sheet
        try await store.write { transaction in
            for (id, place) in places {
                try transaction.session.collection(RowDocument.collection).updateOne(
                    ["_id": .string(id)], ["$set": ["row": .int64(Int64(place))]])
            }
            let highest = Int64(places.values.max() ?? 1) - 1
            try transaction.session.collection(CounterDocument.collection).updateOne(
                ["_id": .string(Self.counter(sheet))], ["$max": ["value": .int64(highest)]], upsert: true)
        }
    }

    /// The first place that no row was given yet.
    func firstFree() async throws -> Int {
        let sheet = sheet
        return try await store.client.run { session in
            let counter = try session.collection(CounterDocument.collection).findOne(
                as: CounterDocument.self, filter: ["_id": .string(Self.counter(sheet))])
            return Int(counter?.value ?? 0) + 2
        }
    }

    private func settle(_ rows: [RowDocument], _ state: RowDocument.State) async throws {
        try await store.client.run { session in
            let collection = session.collection(RowDocument.collection)
            for (version, rows) in Dictionary(grouping: rows, by: \.version) {
                try collection.updateMany(
                    ["_id": ["$in": Self.ids(rows)], "version": .int64(version)], ["$set": ["state": Self.value(state)]]
                )
            }
        }
    }

    private static func ids(_ rows: [RowDocument]) -> BSONValue { .array(rows.map { .string($0._id) }) }
    private static func value(_ state: RowDocument.State) -> BSONValue { .string(state.rawValue) }
    fileprivate static func counter(_ sheet: String) -> String { "sheet:\(sheet)" }
}

extension StoreTransaction {
    /// Gives the message the next place in the sheet.
    func addRow(
        for message: ChatMessage, status: MessageStatus, in sheet: String, origin: Timestamp?
    ) throws {
        let rows = session.collection(RowDocument.collection)
        // Replayed after its inbox marker has expired.
        guard try rows.findOne(as: RowDocument.self, filter: ["_id": .string(message.id)]) == nil else { return }
        let counter = try session.collection(CounterDocument.collection).findOneAndUpdate(
            as: CounterDocument.self, filter: ["_id": .string(RowStore.counter(sheet))],
            update: ["$inc": ["value": .int64(1)]], upsert: true)
        guard let counter else { throw StoreError.missing("the sheet's row counter is gone") }
        try rows.insertOne(
            RowDocument(
                _id: message.id, sheet: sheet, row: counter.value + 1,
                cells: RowLayout.cells(message, status: status), state: .pending, version: 1, attempts: 0,
                origin: origin))
    }

    /// Changes cells of a message's row. A message that has none, or one in another sheet, is passed over: it came
    /// before this sheet was configured.
    func changeRow(of message: String, in sheet: String, _ change: [RowLayout.Column: String]) throws {
        let rows = session.collection(RowDocument.collection)
        let filter: BSONDocument = ["_id": .string(message), "sheet": .string(sheet)]
        guard var row = try rows.findOne(as: RowDocument.self, filter: filter) else { return }
        // A row that an earlier version made may have fewer columns.
        row.cells += Array(repeating: "", count: max(0, RowLayout.width - row.cells.count))
        for (column, text) in change { row.cells[column.rawValue] = text }
        row.state = .pending
        row.version += 1
        try rows.replaceOne(filter, with: row)
    }
}
