import Logging
import Messaging
import Metrics
public import ServiceLifecycle
import Store

/// Consumes the service's events through the middleware, until shutdown; then lets the handlers under way finish.
public struct SubscriptionService: Service {
    private let subscriber: any Subscriber
    private let subscription: Subscription
    private let handler: Handler
    private let ready: StartGate
    private let ending: @Sendable () async -> Void

    init(
        subscriber: any Subscriber, subscription: Subscription, router: EventRouter, middleware: [any Middleware],
        ready: StartGate, ending: @escaping @Sendable () async -> Void
    ) {
        self.subscriber = subscriber
        self.subscription = subscription
        handler = middleware.wrap { await router.handle($0) }
        self.ready = ready
        self.ending = ending
    }

    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown {
                do {
                    try await ready.wait()
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
