import Crypto
import Foundation
import NIOCore
import NIOPosix

/// A Gateway that greets, and then neither says nor takes anything any more, as one behind a network that is gone.
final class SilentGateway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var request = ""
    private var isUpgraded = false

    /// Runs one while `body` does, which is given its address.
    static func with(_ body: (String) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SilentGateway())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("ws://127.0.0.1:\(server.localAddress?.port ?? 0)/")
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isUpgraded else { return }
        request += String(buffer: unwrapInboundIn(data))
        guard request.hasSuffix("\r\n\r\n"),
            let line = request.split(separator: "\r\n").first(where: {
                $0.lowercased().hasPrefix("sec-websocket-key:")
            })
        else { return }
        isUpgraded = true
        let key = line.split(separator: " ").last.map(String.init) ?? ""
        let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        var answer = context.channel.allocator.buffer(capacity: 512)
        answer.writeString(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(Data(digest).base64EncodedString())\r\n\r\n")
        for text in [
            #"{"op":10,"d":{"heartbeat_interval":1000}}"#,
            #"{"op":0,"s":1,"t":"READY","d":{"session_id":"s","resume_gateway_url":"ws://127.0.0.1:1/","#
                + #""application":{"id":"9"},"user":{"id":"9","username":"bot"}}}"#,
        ] {
            let length = text.utf8.count
            let head = length < 126 ? [UInt8(length)] : [126, UInt8(length >> 8), UInt8(length & 255)]
            answer.writeBytes([0x81] + head + Array(text.utf8))
        }
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }
}
