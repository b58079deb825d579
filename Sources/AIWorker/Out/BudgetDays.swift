import Logging
import Shared
import Store

import struct FoundationEssentials.Date

/// Ends the budget's alerts when their day is over.
struct BudgetDays: Sendable {
    let store: Store
    let logger: Logger
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Until the task is cancelled.
    func run() async throws {
        while true {
            do {
                try await look(at: Date())
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("the budget's alerts could not be looked at", metadata: ["reason": "\(error)"])
            }
            try await sleep(.seconds(60))
        }
    }

    func look(at date: Date) async throws {
        try await store.write { try $0.resolveBudgetAlerts(before: UsageDocument.day(of: date)) }
    }
}
