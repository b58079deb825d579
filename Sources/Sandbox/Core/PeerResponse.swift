import FlyingFox
import Foundation

/// One HTTP answer of a peer.
struct PeerResponse: Sendable {
    var status: Int
    var headers: HeaderFields
    var body: Body

    enum Body: Sendable {
        case bytes(Data)
        /// Sent chunked, one chunk an element; the peer bounds the stream's buffer and ends it.
        case stream(AsyncStream<Data>)
        /// Answers an upgrade; a request that is no valid WebSocket handshake gets 400.
        case webSocket(any WSMessageHandler)
        /// Closes the connection without a single byte.
        case dropped
        /// The head promises all of it; half of it comes, then the connection closes.
        case cut(Data)
    }

    init(status: Int = 200, headers: HeaderFields = [:], body: Body = .bytes(Data())) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension PeerResponse {
    static func json(_ value: JSONValue, status: Int = 200, headers: HeaderFields = [:]) -> PeerResponse {
        PeerResponse.bytes(value.data(), type: "application/json", status: status, headers: headers)
    }

    static func html(_ text: String, status: Int = 200) -> PeerResponse {
        PeerResponse.bytes(Data(text.utf8), type: "text/html; charset=utf-8", status: status)
    }

    static func text(_ text: String, status: Int = 200) -> PeerResponse {
        PeerResponse.bytes(Data(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// A `Content-Type` in `headers` wins over `type`.
    static func bytes(
        _ data: Data, type: String, status: Int = 200, headers: HeaderFields = [:]
    ) -> PeerResponse {
        var headers = headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = type }
        return PeerResponse(status: status, headers: headers, body: .bytes(data))
    }

    /// A status without a body, such as 204.
    static func empty(_ status: Int = 204, headers: HeaderFields = [:]) -> PeerResponse {
        PeerResponse(status: status, headers: headers)
    }

    static func redirect(to location: String) -> PeerResponse {
        PeerResponse(status: 302, headers: ["Location": location])
    }

    static func webSocket(_ handler: any WSMessageHandler) -> PeerResponse {
        PeerResponse(status: 101, body: .webSocket(handler))
    }

    /// The same answer, of which half arrives. What has no body of its own does not arrive at all.
    var cut: PeerResponse {
        guard case .bytes(let data) = body, data.count > 1 else { return .dropped }
        return PeerResponse(status: status, headers: headers, body: .cut(data))
    }

    static let dropped = PeerResponse(status: 0, body: .dropped)

    /// True for what is made for a person's eyes or a browser's page; the recorder leaves it out.
    var isPage: Bool {
        guard let type = headers["Content-Type"]?.lowercased() else { return false }
        return ["text/html", "text/css", "text/javascript"].contains { type.hasPrefix($0) }
    }
}
