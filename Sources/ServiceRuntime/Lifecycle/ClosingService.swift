public import ServiceLifecycle

/// Runs something that ends when it is closed: closed on shutdown, after everything that was started later.
public struct ClosingService: Service {
    private let body: @Sendable () async throws -> Void
    private let close: @Sendable () -> Void

    public init(run body: @escaping @Sendable () async throws -> Void, close: @escaping @Sendable () -> Void) {
        self.body = body
        self.close = close
    }

    public func run() async throws {
        try await withGracefulShutdownHandler(operation: body, onGracefulShutdown: close)
    }
}
