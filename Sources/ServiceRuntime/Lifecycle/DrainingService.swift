public import ServiceLifecycle

/// Runs a loop until shutdown; the loop is cancelled then, which is its normal end.
public struct DrainingService: Service {
    private let body: @Sendable () async throws -> Void
    private let atEnd: @Sendable () async -> Void

    /// - Parameter atEnd: what is left to do after the loop was cancelled; within the time that a shutdown may take.
    public init(
        _ body: @escaping @Sendable () async throws -> Void, atEnd: @escaping @Sendable () async -> Void = {}
    ) {
        self.body = body
        self.atEnd = atEnd
    }

    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown(body)
        } catch is CancellationError {
            await atEnd()
        }
    }
}
