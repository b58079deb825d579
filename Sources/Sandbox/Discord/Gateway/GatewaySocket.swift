import FlyingFox
import Foundation

/// The sending half of one gateway connection.
struct GatewaySocket: Sendable {
    /// Payloads waiting for a client that does not read; one more and it is closed.
    static let bufferLimit = 4096

    private let continuation: AsyncStream<WSMessage>.Continuation
    private var compression: TransportCompression?

    /// The socket and what FlyingFox shall send.
    static func make(_ compression: TransportCompression?) -> (socket: GatewaySocket, messages: AsyncStream<WSMessage>)
    {
        let (stream, continuation) = AsyncStream<WSMessage>.makeStream(bufferingPolicy: .bufferingOldest(bufferLimit))
        return (GatewaySocket(continuation: continuation, compression: compression), stream)
    }

    /// False when the client is too slow.
    mutating func send(_ text: String) -> Bool {
        let message = compression?.next(Data(text.utf8)).asMessage ?? .text(text)
        if case .dropped = continuation.yield(message) { return false }
        return true
    }

    func close(_ close: GatewayClose) {
        continuation.yield(.close(WSCloseCode(close.code, reason: close.reason)))
        continuation.finish()
    }

    /// Ends without a close frame, as a lost connection does.
    func drop() {
        continuation.finish()
    }
}

extension Data {
    fileprivate var asMessage: WSMessage { .data(self) }
}

/// Hands a WebSocket to the peer.
struct GatewayUpgrade: WSMessageHandler {
    let peer: DiscordPeer
    let host: String
    let query: FormFields

    func makeMessages(for client: AsyncStream<WSMessage>) async throws -> AsyncStream<WSMessage> {
        await peer.connect(client, host: host, query: query)
    }
}
