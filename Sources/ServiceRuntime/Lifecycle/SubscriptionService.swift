import Logging
import Messaging
import Metrics
public import ServiceLifecycle
import Shared
import Store

/// Consumes the service's events through the middleware, until shutdown; then lets the handlers under way finish.
public struct SubscriptionService: Service {
    private let subscriber: any Subscriber
    private let subscription: Subscription
    private let handler: Handler
    private let interests: Interests
    private let ready: StartGate
    private let check: @Sendable () async throws -> Void
    private let ending: @Sendable () async -> Void

    init(
        subscriber: any Subscriber, subscription: Subscription, router: EventRouter, middleware: [any Middleware],
        interests: Interests, ready: StartGate,
        check: @escaping @Sendable () async throws -> Void, ending: @escaping @Sendable () async -> Void
    ) {
        self.subscriber = subscriber
        self.subscription = subscription
        handler = middleware.wrap { await router.handle($0) }
        self.interests = interests
        self.ready = ready
        self.check = check
        self.ending = ending
    }

    /// A database that goes away just now is waited for.
    private func register() async throws {
        var backoff = Backoff.reconnect
        while true {
            do {
                return try await interests.register()
            } catch {
                try Task.checkCancellation()
                try await Task.sleep(for: backoff.next())
            }
        }
    }

    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown {
                do {
                    try await ready.wait()
                    try await register()
                    try await check()
                    try await subscriber.subscribe(subscription, handler: handler)
                } catch is CancellationError {
                    return
                }
            }
        } onGracefulShutdown: {
            // What is held back goes back to the broker, so that nothing waits for it.
            Task { await ending() }
        }
    }
}
