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

    init(
        subscriber: any Subscriber, subscription: Subscription, router: EventRouter, middleware: [any Middleware],
        ready: StartGate
    ) {
        self.subscriber = subscriber
        self.subscription = subscription
        handler = middleware.wrap { await router.handle($0) }
        self.ready = ready
    }

    public func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await ready.wait()
                try await subscriber.subscribe(subscription, handler: handler)
            } catch is CancellationError {
                return
            }
        }
    }
}
