import Logging
import Shared
import Store

/// Watches the list and reads every conversation that changed, a few at a time.
struct ConversationWatch: Sendable {
    let site: any ChatSite
    let reader: ConversationReader
    let forgotten: ForgottenPeople
    /// How many conversations are read at a time.
    let readers: Int
    let logger: Logger

    /// Runs until cancelled, or until the site ends.
    func run() async throws {
        let queue = ChangedConversations()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await rows in await site.rows() {
                    let rows = await forgotten.sort(rows)
                    await queue.forget(rows.forgotten)
                    await queue.update(rows.read)
                }
                await queue.finish()
            }
            group.addTask {
                for await conversation in await site.changes() { await queue.changed(conversation) }
            }
            for _ in 0..<max(1, readers) {
                group.addTask {
                    while let change = await queue.next() {
                        await read(change, queue)
                        await queue.done(change.row.id)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func read(_ change: ChangedConversations.Change, _ queue: ChangedConversations) async {
        do {
            guard try await !forgotten.contains(change.row.id) else { return await queue.forget([change.row.id]) }
            let missing = try await reader.read(change.row, isShown: change.isShown, missed: change.missed)
            if !missing.isEmpty { await queue.lookAgain(change.row, missed: missing) }
        } catch is CancellationError {
            return
        } catch StoreError.forgotten {
            // In this very moment.
            await queue.forget([change.row.id])
        } catch {
            if Task.isCancelled { return }
            logger.warning(
                "a conversation could not be read; it is tried again",
                metadata: [
                    "correlation_id":
                        "\(ConversationStore.id(platform: site.platform, conversation: change.row.id))",
                    "reason": "\(error)",
                ])
            await queue.failed(change)
        }
    }
}
