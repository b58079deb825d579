import CurlHTTP
import FoundationEssentials

/// When a request to the AI service is sent again within one call: the rules of OpenAI's own client libraries.
enum AIRetry {
    /// After the first request.
    static let maximumRetries = 2

    /// A longer wait is not spent in the process: the event goes to a delay queue instead.
    static let longestWait = Duration.seconds(120)

    /// The wait before retry number `retry` (from 0), nil when there is none.
    static func wait(
        after error: AIServiceError, retry: Int, using jitter: inout some RandomNumberGenerator
    ) -> Duration? {
        guard retry < maximumRetries, error.isTransient else { return nil }
        if let requested = error.requestedDelay, requested > .zero {
            return requested <= longestWait ? requested : nil
        }
        let ceiling = min(Duration.milliseconds(500) * (1 << retry), .seconds(8))
        // Up to a quarter less, so that refused clients do not come back together.
        return ceiling * (1 - Double.random(in: 0...0.25, using: &jitter))
    }

    /// `retry-after-ms`, then `Retry-After`; nil when the service asked for nothing that can be read.
    static func requestedDelay(_ headers: HTTPHeaders, now: Date) -> Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = Double(text), milliseconds >= 0,
            milliseconds < 86_400_000
        {
            return .seconds(milliseconds / 1000)
        }
        return headers.retryAfter(now: now)
    }

    /// The service's own word on it, which goes before any rule about statuses.
    static func peerWantsRetry(_ headers: HTTPHeaders) -> Bool? {
        switch headers["x-should-retry"] {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
