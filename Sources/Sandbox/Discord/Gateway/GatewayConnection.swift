import Foundation

/// One WebSocket as the gateway's rules see it.
struct GatewayConnection: Sendable {
    /// 120 payloads a minute; beyond, the connection is closed with 4008.
    static let payloadLimit = 120
    static let payloadWindow: TimeInterval = 60

    let id: Int
    /// Host and port that the client connected to, for resume_gateway_url.
    let host: String
    var session: String?
    var lastHeartbeat: Date
    private var windowEnd = Date.distantPast
    private var payloads = 0

    init(id: Int, host: String, at now: Date) {
        self.id = id
        self.host = host
        lastHeartbeat = now
    }

    /// Counts a payload; false when it is one too many.
    mutating func count(at now: Date) -> Bool {
        if windowEnd <= now {
            windowEnd = now + Self.payloadWindow
            payloads = 0
        }
        payloads += 1
        return payloads <= Self.payloadLimit
    }
}

/// What the gateway's rules want done.
enum GatewayAction: Sendable, Hashable {
    case send(Int, String)
    case close(Int, GatewayClose)
    /// Ends the connection without a close frame.
    case drop(Int)
}
