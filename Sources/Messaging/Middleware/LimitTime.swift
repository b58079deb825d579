/// Ends a handler that takes too long; the message is retried.
///
/// The limit must stay below the broker's acknowledgement timeout (30 minutes on RabbitMQ 3.10).
public struct LimitTime: Middleware {
    private let limit: Duration

    public init(limit: Duration) { self.limit = limit }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        await withoutActuallyEscaping(next) { next in
            await withTaskGroup(of: Outcome?.self) { group in
                group.addTask { await next(delivery) }
                group.addTask {
                    do { try await Task.sleep(for: limit) } catch { return nil }
                    return .retry(after: .seconds(30), reason: "the handler took longer than \(limit)")
                }
                defer { group.cancelAll() }
                for await outcome in group {
                    if let outcome { return outcome }
                }
                return .retry(after: .seconds(30), reason: "the handler was cancelled")
            }
        }
    }
}
