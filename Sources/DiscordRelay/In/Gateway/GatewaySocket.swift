import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// One WebSocket to Discord's Gateway: text frames in, text frames out.
struct GatewaySocket: Sendable {
    /// Discord's READY and GUILD_CREATE of a large server are some hundred kilobytes.
    static let maximumFrameBytes = 8 << 20

    enum Incoming: Sendable {
        case text([UInt8])
        /// The other side closed; the code is nil when it gave none.
        case closed(code: Int?)
    }

    private enum Upgrade: Sendable {
        case socket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
        case refused
    }

    private let channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// Connects within ten seconds, or throws.
    static func connect(to address: GatewayAddress) async throws -> GatewaySocket {
        let tls = try address.isSecure ? NIOSSLContext(configuration: .makeClientConfiguration()) : nil
        let upgrade: EventLoopFuture<Upgrade> = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: address.host))
                    }
                    return try upgraded(channel, to: address)
                }
            }
        switch try await within(.seconds(10), { try await upgrade.get() }) {
        case .socket(let channel): return GatewaySocket(channel: channel)
        case .refused: throw GatewayError("the Gateway refused the WebSocket")
        }
    }

    /// Gives the socket's streams to `body`; the socket is closed when it returns.
    func with<R: Sendable>(
        _ body: @Sendable (NIOAsyncChannelInboundStream<WebSocketFrame>, Writer) async throws -> R
    ) async throws -> R {
        try await channel.executeThenClose { inbound, outbound in
            try await body(inbound, Writer(outbound: outbound, channel: channel.channel))
        }
    }

    struct Writer: Sendable {
        /// How long the other side has to answer a close: one that is gone never does.
        private static let farewell = TimeAmount.seconds(2)

        fileprivate let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
        fileprivate let channel: any Channel

        func text(_ bytes: [UInt8]) async throws {
            try await outbound.write(
                WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: bytes)))
        }

        func pong(_ data: ByteBuffer) async throws {
            try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: data))
        }

        /// Says why it closes, and closes a moment later in any case.
        func close(code: Int) async throws {
            let channel = channel
            _ = channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(mode: .all, promise: nil) }
            var data = ByteBuffer()
            data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: code))
            try await outbound.write(
                WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: .random(), data: data))
        }
    }

    private static func upgraded(_ channel: any Channel, to address: GatewayAddress) throws -> EventLoopFuture<Upgrade>
    {
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgrade>(
            maxFrameSize: maximumFrameBytes,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
                            maxAccumulatedFrameSize: maximumFrameBytes))
                    return .socket(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                }
            })
        var headers = HTTPHeaders()
        let isDefaultPort = address.port == (address.isSecure ? 443 : 80)
        headers.add(name: "Host", value: isDefaultPort ? address.host : "\(address.host):\(address.port)")
        headers.add(name: "Content-Length", value: "0")
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.path, headers: headers)
        let configuration = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in channel.eventLoop.makeSucceededFuture(.refused) })
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
        // Hello often comes in the same packet as the answer to the upgrade; by default it would be dropped.
        pipeline.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    }

    private static func within<R: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: R.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw GatewayError("the Gateway did not answer within \(limit)")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

/// The Gateway cannot be used; safe to show.
struct GatewayError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
