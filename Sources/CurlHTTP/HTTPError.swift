/// Why a request got no complete answer. Safe to show and to log: it names the origin (`https://host:port`) and never a
/// path, a query, a header or a body.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// The request cannot be sent as it is: a header with a line break, a GET with a body, a limit below zero.
        case invalidRequest
        /// The URL cannot be read, or it holds credentials.
        case invalidURL
        /// Neither https nor an http that the client allows.
        case refusedScheme
        /// The host's name has no address now.
        case resolve
        /// No connection: refused, unreachable, or cut while it was made.
        case connect
        /// The handshake failed or the peer's certificate is not trusted.
        case tls
        case connectTimeout, firstByteTimeout, idleTimeout, totalTimeout
        case bodyTooLarge
        /// The redirect was not allowed, or there were too many.
        case redirectRefused
        /// The connection was cut before the answer was complete.
        case reset
        /// The peer did not speak HTTP as agreed.
        case `protocol`
        /// The calling task was cancelled.
        case cancelled
        /// More requests wait for their turn than the client admits.
        case overloaded
        /// The client is not running.
        case closed
    }

    public let code: Code
    /// What happened and what to do about it.
    public let message: String
    /// `false` only when it is certain that not a byte of the request was sent. After `true`, a request that is not
    /// idempotent may have taken effect, and must be looked up before it is repeated.
    public let requestMayHaveBeenProcessed: Bool
    /// Whether the same request may succeed later. It says nothing about whether repeating it is safe; see
    /// `requestMayHaveBeenProcessed`.
    public let isRetriable: Bool

    public init(
        _ code: Code,
        _ message: String,
        requestMayHaveBeenProcessed: Bool,
        isRetriable: Bool? = nil
    ) {
        self.code = code
        self.message = message
        self.requestMayHaveBeenProcessed = requestMayHaveBeenProcessed
        self.isRetriable = isRetriable ?? code.isUsuallyRetriable
    }

    public var description: String { "\(code.rawValue): \(message)" }
}

extension HTTPError.Code {
    fileprivate var isUsuallyRetriable: Bool {
        switch self {
        case .resolve, .connect, .tls, .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout, .reset,
            .protocol, .overloaded:
            true
        case .invalidRequest, .invalidURL, .refusedScheme, .bodyTooLarge, .redirectRefused, .cancelled, .closed:
            false
        }
    }
}
