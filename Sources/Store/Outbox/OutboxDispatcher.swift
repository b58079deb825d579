public import Logging
public import Messaging
import Mongo
import Shared

import struct FoundationEssentials.Date

/// Publishes the outbox: woken by every commit of this process and by a change stream for those of others, and swept
/// every second as a net.
///
/// Rows of one conversation are published one after the other, in the order they were written; a row is marked sent
/// only after the broker has confirmed it. A crash in between publishes it again with the same id, which inboxes absorb.
/// Several instances of a service share its conversations by leases.
public struct OutboxDispatcher: Sendable {
    /// Rows read at once; bounds memory to about 256 KiB × this.
    static let batch = 256

    private let store: Store
    private let publisher: any Publisher
    private let logger: Logger
    private let sweep: Duration
    private let share: OutboxShare

    public init(store: Store, publisher: any Publisher, logger: Logger, sweep: Duration = .seconds(1)) {
        self.init(store: store, publisher: publisher, logger: logger, sweep: sweep, holder: nil)
    }

    init(store: Store, publisher: any Publisher, logger: Logger, sweep: Duration, holder: String?) {
        self.store = store
        self.publisher = publisher
        self.logger = logger
        self.sweep = sweep
        share = OutboxShare(store: store, holder: holder)
    }

    /// Runs until the task is cancelled; what is pending then stays pending.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await OutboxWatch(store: store).run() }
            group.addTask { await dispatch() }
        }
    }

    /// Publishes everything pending that falls to this instance, and lets go of it. For a drain.
    public func flush() async throws {
        var mark = PendingMark()
        while try await dispatchOnce(&mark) > 0 {}
        await share.release()
    }

    private func dispatch() async {
        var told = false
        var mark = PendingMark()
        while !Task.isCancelled {
            do {
                while try await dispatchOnce(&mark) > 0 {}
                if told { logger.info("the outbox is being published again") }
                told = false
            } catch {
                if Task.isCancelled { break }
                // Told once for an outage, not once a second.
                if !told { logger.warning("the outbox waits", metadata: ["reason": "\(error)"]) }
                told = true
            }
            await store.outboxSignal.wait(atMost: sweep)
        }
        try? await mark.settle()
    }

    /// Publishes one batch, while the one before is being marked as sent; waits for that when there is nothing else.
    ///
    /// - Returns: how many rows were found.
    private func dispatchOnce(_ mark: inout PendingMark) async throws -> Int {
        let (slots, until) = try await share.slots()
        guard !slots.isEmpty else { return 0 }
        let producer = store.service.rawValue
        let marked = mark.ids
        let rows = try await store.client.run { session in
            var filter: BSONDocument = [
                "producer": .string(producer), "state": .string(OutboxDocument.State.pending.rawValue),
            ]
            if slots.count < OutboxSlot.count { filter["slot"] = ["$in": .array(slots.map { .int32(Int32($0)) })] }
            return try session.collection(OutboxDocument.collection).find(
                as: OutboxDocument.self, filter: filter, sort: ["_id": 1], limit: Self.batch + marked.count
            ).filter { !marked.contains($0._id) }
        }
        guard !rows.isEmpty else {
            try await mark.settle()
            return 0
        }
        let lanes = Dictionary(grouping: rows, by: \.conversation).values
        let sent = await withTaskGroup(of: [String].self) { group in
            for lane in lanes { group.addTask { await publish(lane, until: until) } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        try await mark.settle()
        mark.begin(sent, markSent)
        if sent.count < rows.count { throw OutboxStalled(waiting: rows.count - sent.count) }
        return rows.count
    }

    /// Publishes in order and stops at the first that fails, so that nothing overtakes it.
    private func publish(_ lane: [OutboxDocument], until: ContinuousClock.Instant) async -> [String] {
        var sent: [String] = []
        for row in lane.sorted(by: { ($0.sequence ?? 0, $0._id) < ($1.sequence ?? 0, $1._id) }) {
            guard ContinuousClock.now < until else { break }
            do {
                let header = try EventCoding.decodeHeader(from: row.body)
                try await publisher.publish(Message(header: header, body: row.body))
                sent.append(row._id)
            } catch {
                logger.debug("not published", metadata: ["event_id": "\(row._id)", "reason": "\(error)"])
                break
            }
        }
        return sent
    }

    private func markSent(_ ids: [String]) async throws {
        guard !ids.isEmpty else { return }
        FailPoint.reach(.outboxBeforeMark)
        let now = Date()
        try await store.client.run { session in
            _ = try session.collection(OutboxDocument.collection).updateMany(
                ["_id": ["$in": .array(ids.map { .string($0) })]],
                ["$set": ["state": .string(OutboxDocument.State.sent.rawValue), "sentAt": .date(now)]])
        }
    }
}

/// Some rows could not be published; they stay pending.
struct OutboxStalled: Error, CustomStringConvertible {
    let waiting: Int
    var description: String { "\(waiting) events wait for the broker; they will be published when it is back" }
}
