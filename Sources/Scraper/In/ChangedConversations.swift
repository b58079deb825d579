import Shared

/// The conversations waiting to be read: each at most once, and none read twice at the same time.
actor ChangedConversations {
    struct Change: Sendable {
        var row: ConversationRow
        /// Its page told of it; the list may not have.
        var isShown = false
        /// Messages that an earlier look missed.
        var missed: Set<String> = []
    }

    private var changes = RowChanges()
    private var waiting: [Change] = []
    private var reading: Set<String> = []
    private var readers: [UInt64: CheckedContinuation<Change?, Never>] = [:]
    private var nextReader: UInt64 = 0
    private var isFinished = false

    func update(_ rows: [ConversationRow]) {
        for row in changes.update(rows) { enqueue(Change(row: row)) }
    }

    /// Nothing of these is to be known any more.
    func forget(_ conversations: [String]) {
        for conversation in conversations { changes.forget(conversation) }
        waiting.removeAll { conversations.contains($0.row.id) }
    }

    /// A page that shows the conversation told of a change. Of one that the list does not show nothing is known by name.
    func changed(_ conversation: String) {
        guard let row = changes.row(conversation) else { return }
        enqueue(Change(row: row, isShown: true))
    }

    /// The next conversation; nil at the end or on cancellation.
    func next() async -> Change? {
        if let change = take() { return change }
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
    func failed(_ change: Change) {
        changes.forget(change.row.id)
        enqueue(change, after: .seconds(1))
    }

    /// Looks again for what a page should have shown, once it has had the time to show it.
    func lookAgain(_ row: ConversationRow, missed: Set<String>) {
        enqueue(Change(row: row, missed: missed), after: ConversationReader.secondLook)
    }

    func finish() {
        isFinished = true
        for reader in readers.values { reader.resume(returning: nil) }
        readers = [:]
    }

    private func enqueue(_ change: Change, after pause: Duration) {
        Task {
            try? await Task.sleep(for: pause)
            self.enqueue(change)
        }
    }

    /// The newer row says all that the older one said; what is missed stays missed until it is looked for.
    private func enqueue(_ change: Change) {
        if let index = waiting.firstIndex(where: { $0.row.id == change.row.id }) {
            if change.missed.isEmpty { waiting[index].row = change.row }
            waiting[index].isShown = waiting[index].isShown && change.isShown
            waiting[index].missed.formUnion(change.missed)
        } else {
            waiting.append(change)
        }
        serve()
    }

    private func take() -> Change? {
        guard let index = waiting.firstIndex(where: { !reading.contains($0.row.id) }) else { return nil }
        let change = waiting.remove(at: index)
        reading.insert(change.row.id)
        return change
    }

    private func serve() {
        while let (id, reader) = readers.first, let change = take() {
            readers[id] = nil
            reader.resume(returning: change)
        }
    }

    private func leave(_ id: UInt64) { readers.removeValue(forKey: id)?.resume(returning: nil) }
}
