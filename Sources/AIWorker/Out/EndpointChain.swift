import Logging
import Shared
import Synchronization

/// The endpoints in the order in which they are asked, each behind its own circuit breaker.
///
/// A request goes to the first that may be asked. When that one cannot answer, or says that the conversation is too
/// long for it, the next is asked at once; only the last is worth a retry. What an endpoint refuses because of the
/// conversation's content is not taken to another.
final class EndpointChain: Sendable {
    let endpoints: [ChatCompletions]
    private let breakers: Mutex<[CircuitBreaker]>
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter endpoints: at least one.
    init(
        _ endpoints: [ChatCompletions], logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
    ) {
        self.endpoints = endpoints
        self.logger = logger
        self.now = now
        breakers = Mutex(endpoints.map { _ in CircuitBreaker() })
    }

    /// - Throws: `AIServiceError` of the last endpoint that was asked, with the time after which one may be asked again;
    ///   or `CancellationError`.
    func complete(_ messages: [PromptMessage]) async throws -> Completion {
        var asked: Set<Int> = []
        var failure: AIServiceError?
        while let choice = choose(asked) {
            asked.insert(choice.index)
            let endpoint = endpoints[choice.index]
            do {
                var completion = try await endpoint.complete(messages, mayRetry: choice.isLast)
                completion.isFromFallback = choice.index > 0 || choice.isTrial
                change(choice.index) { $0.succeed() }
                return completion
            } catch let error as AIServiceError {
                note(error, at: choice.index)
                guard error.isForAnotherEndpoint else { throw error }
                if !choice.isLast { told(endpoint, error) }
                failure = error
            } catch {
                let now = now()
                change(choice.index) { $0.forget(at: now) }
                throw error
            }
        }
        let now = now()
        let wait = EndpointChoice.wait(for: breakers.withLock { $0 }, at: now)
        guard let failure else {
            throw AIServiceError(
                .busy, "The AI service failed several times in a row and is left alone for a while.",
                requestedDelay: max(wait, .seconds(1)))
        }
        throw failure.withDelay(atLeast: wait)
    }

    /// Asks the first endpoint whether it is there, and tells in the log of others that are not.
    func checkAccess() async throws {
        for endpoint in endpoints.dropFirst() {
            do {
                try await endpoint.checkAccess()
            } catch let error as AIServiceError {
                told(endpoint, error)
            }
        }
        try await endpoints.first?.checkAccess()
    }

    private func choose(_ asked: Set<Int>) -> EndpointChoice? {
        let now = now()
        return breakers.withLock { breakers in
            guard let choice = EndpointChoice.next(of: breakers, asked: asked, at: now) else { return nil }
            breakers[choice.index].begin()
            return choice
        }
    }

    private func note(_ error: AIServiceError, at index: Int) {
        let now = now()
        change(index) { breaker in
            if let failure = error.breakerFailure { breaker.fail(failure, at: now) } else { breaker.succeed() }
        }
    }

    private func change(_ index: Int, _ body: (inout CircuitBreaker) -> Void) {
        breakers.withLock { body(&$0[index]) }
    }

    private func told(_ endpoint: ChatCompletions, _ error: AIServiceError) {
        logger.warning(
            "an AI endpoint cannot answer; another is asked",
            metadata: ["endpoint": "\(endpoint.origin)", "reason": "\(error.message)"])
    }
}

extension AIServiceError {
    /// Whether another endpoint may do better.
    var isForAnotherEndpoint: Bool {
        switch code {
        case .contentRefused, .refused: false
        default: true
        }
    }

    /// What it says of the endpoint; nil for a fault of the conversation.
    var breakerFailure: CircuitBreaker.Failure? {
        switch code {
        case .contentRefused, .refused, .contextTooLong: nil
        case .wrongKey, .forbidden, .wrongAddress, .wrongModel, .wrongSetting, .quotaUsedUp: .lasting
        case .unreachable, .timeout, .rateLimited, .busy, .unreadableAnswer:
            requestedDelay.map { .asked($0) } ?? .passing
        }
    }

    func withDelay(atLeast wait: Duration) -> AIServiceError {
        guard isRetriable, wait > .zero else { return self }
        return AIServiceError(
            code, message, status: status, requestedDelay: max(requestedDelay ?? .zero, wait),
            peerWantsRetry: peerWantsRetry)
    }
}
