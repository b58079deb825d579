/// What goes wrong. The transport kinds work for every peer and are done by the router; a peer adds kinds of its own
/// as further static members and gets them in `PeerRequest.fault`.
struct FaultKind: RawRepresentable, Hashable, Sendable {
    let rawValue: String

    init(rawValue: String) { self.rawValue = rawValue }
    init(_ rawValue: String) { self.rawValue = rawValue }

    // MARK: Transport kinds, for every peer

    /// The connection closes without an answer; the request was not done.
    static let drop = FaultKind("drop")
    /// The request is done and the connection closes without an answer: the sender cannot know.
    static let answerLost = FaultKind("answer-lost")
    /// The request is done and the connection closes in the middle of the answer: the sender cannot know.
    static let cut = FaultKind("cut")
    /// Nothing is answered for 60 seconds, then the connection closes; the request was not done.
    static let hang = FaultKind("hang")
    /// The answer comes 3 seconds late.
    static let slow = FaultKind("slow")

    static let transport: Set<FaultKind> = [.drop, .answerLost, .cut, .hang, .slow]

    // MARK: Kinds that several peers show, each with its own body and headers

    /// 500
    static let serverError = FaultKind("server-error")
    /// 503
    static let unavailable = FaultKind("unavailable")
    /// 429 with the peer's own headers
    static let rateLimited = FaultKind("rate-limited")
    /// 401
    static let unauthorized = FaultKind("unauthorized")
}

/// One fault as `POST /control/fault` sets it: each request meets it with probability `rate` until `seconds` are over.
struct Fault: Sendable, Hashable {
    var kind: FaultKind
    /// 0…1
    var rate: Double
    var duration: Duration
}
