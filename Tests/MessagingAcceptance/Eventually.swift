public import Messaging
public import Testing

/// Waits for a condition, and says whether it came true in time.
public func eventually(
    within limit: Duration = .seconds(30), _ condition: @Sendable () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}

/// Waits for a condition, and records an issue when it does not come true in time.
public func expectEventually(
    within limit: Duration = .seconds(30), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: @Sendable () async throws -> Bool
) async throws {
    guard try await !eventually(within: limit, condition) else { return }
    Issue.record("it did not come true within \(limit)", sourceLocation: sourceLocation)
}

/// Consumes while the body runs, then shuts down in good order.
public func consuming<Result: Sendable>(
    _ subscription: Subscription, with subscriber: any Subscriber, handler: @escaping Handler,
    while body: () async throws -> Result
) async throws -> Result {
    let consumer = Task { try await subscriber.subscribe(subscription, handler: handler) }
    let result: Swift.Result<Result, any Error>
    do {
        result = .success(try await body())
    } catch {
        result = .failure(error)
    }
    consumer.cancel()
    try await consumer.value
    return try result.get()
}

/// Publishes one message, again under the same id for as long as it is not known to have arrived.
///
/// - Returns: how often it was published.
@discardableResult
public func publishUntilTaken(
    _ message: Message, by publisher: any Publisher, within limit: Duration = .seconds(120)
) async throws -> Int {
    let deadline = ContinuousClock.now + limit
    var tries = 1
    while true {
        do throws(PublishError) {
            try await publisher.publish(message)
            return tries
        } catch {
            guard error.isRetriable, ContinuousClock.now < deadline else { throw error }
            tries += 1
            await Task.yield()
        }
    }
}
