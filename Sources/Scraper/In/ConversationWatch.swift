import Logging
import Shared
import Store

/// Watches the list and reads every conversation that changed, a few at a time.
struct ConversationWatch: Sendable {
    let site: any ChatSite
    let conversations: ConversationStore
    let locks: ConversationLocks
    /// How many conversations are read at a time.
    let readers: Int
    let logger: Logger

    /// Runs until cancelled, or until the site ends.
    func run() async throws {
        let queue = ChangedConversations()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await rows in await site.rows() { await queue.update(rows) }
                await queue.finish()
            }
            for _ in 0..<max(1, readers) {
                group.addTask {
                    while let row = await queue.next() {
                        await read(row, queue)
                        await queue.done(row.id)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func read(_ row: ConversationRow, _ queue: ChangedConversations) async {
        let reference = ConversationReference(
            id: ConversationStore.id(platform: site.platform, conversation: row.id), name: row.name)
        do {
            _ = try await locks.with(reference.id) {
                try await conversations.record(try await site.read(row.id, atLeast: 50), of: reference)
            }
        } catch is CancellationError {
            return
        } catch {
            if Task.isCancelled { return }
            logger.warning(
                "a conversation could not be read; it is tried again",
                metadata: ["correlation_id": "\(reference.id)", "reason": "\(error)"])
            await queue.failed(row)
        }
    }
}

/// The conversations waiting to be read: each at most once, and none read twice at the same time.
actor ChangedConversations {
    private var changes = RowChanges()
    private var waiting: [ConversationRow] = []
    private var reading: Set<String> = []
    private var readers: [UInt64: CheckedContinuation<ConversationRow?, Never>] = [:]
    private var nextReader: UInt64 = 0
    private var isFinished = false

    func update(_ rows: [ConversationRow]) {
        for row in changes.update(rows) { enqueue(row) }
    }

    /// The next conversation; nil at the end or on cancellation.
    func next() async -> ConversationRow? {
        if let row = take() { return row }
        guard !isFinished, !Task.isCancelled else { return nil }
        nextReader += 1
        let id = nextReader
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled || isFinished {
                    continuation.resume(returning: nil)
                } else {
                    readers[id] = continuation
                }
            }
        } onCancel: {
            Task { await self.leave(id) }
        }
    }

    func done(_ conversation: String) {
        reading.remove(conversation)
        serve()
    }

    /// Tries a conversation again with the next look at the list, or in a second.
    func failed(_ row: ConversationRow) {
        changes.forget(row.id)
        Task {
            try? await Task.sleep(for: .seconds(1))
            self.enqueue(row)
        }
    }

    func finish() {
        isFinished = true
        for reader in readers.values { reader.resume(returning: nil) }
        readers = [:]
    }

    private func enqueue(_ row: ConversationRow) {
        if let index = waiting.firstIndex(where: { $0.id == row.id }) {
            waiting[index] = row
        } else {
            waiting.append(row)
        }
        serve()
    }

    private func take() -> ConversationRow? {
        guard let index = waiting.firstIndex(where: { !reading.contains($0.id) }) else { return nil }
        let row = waiting.remove(at: index)
        reading.insert(row.id)
        return row
    }

    private func serve() {
        while let (id, reader) = readers.first, let row = take() {
            readers[id] = nil
            reader.resume(returning: row)
        }
    }

    private func leave(_ id: UInt64) { readers.removeValue(forKey: id)?.resume(returning: nil) }
}
