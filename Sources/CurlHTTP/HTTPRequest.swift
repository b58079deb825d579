/// A request method. Other methods have no use here.
public enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether doing it twice is the same as doing it once (RFC 9110, 9.2.2). Only such a request is sent again by
    /// itself when a kept connection turns out to be dead.
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete: true
        case .post, .patch: false
        }
    }
}

/// What to do with an answer that points elsewhere (301, 302, 303, 307, 308 with a `Location`).
public enum HTTPRedirects: Sendable, Equatable {
    /// Hand the answer to the caller as it is.
    case none
    /// Follow at most so many. A redirect is refused, with `.redirectRefused`, when it leads from https to http, from a
    /// public to a private, loopback or link-local address (the address connected to, not the name), or when it would
    /// take a request's body to another origin. Towards another origin only `Accept`, `Accept-Language`,
    /// `Content-Type` and `User-Agent` are sent along.
    case follow(_ maximum: Int)
}

/// One HTTP request and its limits.
///
/// `description` shows method and origin only: paths and queries hold tokens.
public struct HTTPRequest: Sendable, Equatable {
    public var method: HTTPMethod
    /// An absolute `https` URL, or an `http` one where the client allows that; already percent-encoded. Credentials in
    /// it are refused; a fragment is dropped.
    public var url: String
    /// Sent as they are. `Host`, `Content-Length`, `Transfer-Encoding` and `Connection` belong to the library and are
    /// refused.
    public var headers: HTTPHeaders
    /// Sent with its length. A `GET` or `HEAD` with a body is refused.
    public var body: [UInt8]
    public var timeouts: HTTPTimeouts
    /// The most bytes of body to accept, counted after decompression. More ends the request with `.bodyTooLarge`.
    public var bodyLimit: Int
    public var redirects: HTTPRedirects

    /// 4 MiB.
    public static let defaultBodyLimit = 4 << 20

    public init(
        _ method: HTTPMethod,
        _ url: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        bodyLimit: Int = HTTPRequest.defaultBodyLimit,
        redirects: HTTPRedirects = .none
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.bodyLimit = bodyLimit
        self.redirects = redirects
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "\(method.rawValue) \((try? HTTPTarget(url: url))?.origin ?? "(invalid URL)")"
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
