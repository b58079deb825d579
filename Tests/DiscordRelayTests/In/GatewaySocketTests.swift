import Crypto
import Foundation
import NIOCore
import NIOPosix
import NIOWebSocket
import Testing

@testable import DiscordRelay

@Suite struct GatewaySocketTests {
    /// Answers an upgrade request with 101 and a text frame in one write, as a server may that greets at once.
    private final class GreetingServer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var request = ""

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            request += String(buffer: unwrapInboundIn(data))
            guard request.hasSuffix("\r\n\r\n"),
                let line = request.split(separator: "\r\n").first(where: {
                    $0.lowercased().hasPrefix("sec-websocket-key:")
                })
            else { return }
            let key = line.split(separator: " ").last.map(String.init) ?? ""
            let digest = Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
            var answer = context.channel.allocator.buffer(capacity: 512)
            answer.writeString(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: \(Data(digest).base64EncodedString())\r\n\r\n")
            answer.writeBytes([0x81, 5] + Array("hello".utf8))
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `A frame in the same packet as the answer to the upgrade is not lost`() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(GreetingServer())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        for _ in 0..<20 {
            let address = try #require(GatewayAddress("ws://127.0.0.1:\(port)/", plainHosts: []))
            let socket = try await GatewaySocket.connect(to: address)
            let first = try await socket.with { inbound, _ in
                var frames = inbound.makeAsyncIterator()
                return try await frames.next().map { String(buffer: $0.unmaskedData) }
            }
            #expect(first == "hello")
        }
        try await server.close()
    }
}
