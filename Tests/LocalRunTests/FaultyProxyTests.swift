import NIOCore
import NIOPosix
import Testing

@testable import LocalRun

/// Bytes through a proxy to a server that answers with what it gets.
@Suite struct FaultyProxyTests {
    @Test(.timeLimit(.minutes(1)))
    func `what is sent arrives`() async throws {
        try await withEcho { proxy in
            let client = try await EchoClient.connect(proxy.port)
            try await client.send("hello")
            #expect(try await client.receive(5) == "hello")
            await client.close()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `in a black hole nothing arrives, and everything does afterwards`() async throws {
        try await withEcho { proxy in
            let client = try await EchoClient.connect(proxy.port)
            try await client.send("a")
            #expect(try await client.receive(1) == "a")
            try await proxy.set(.blackHole)
            try await client.send("bc")
            #expect(await client.received.isEmpty)
            try await proxy.set(.clear)
            #expect(try await client.receive(2) == "bc")
            await client.close()
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [ProxyMood.reset, .half])
    func `what is cut ends in the middle`(mood: ProxyMood) async throws {
        try await withEcho { proxy in
            let client = try await EchoClient.connect(proxy.port)
            try await client.send("a")
            #expect(try await client.receive(1) == "a")
            try await proxy.set(mood)
            try await client.send("12345678")
            if mood == .half { try await proxy.set(.clear) }
            #expect(try await client.ended())
            #expect(await client.received.count <= 4)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a slow network is late and in order`() async throws {
        try await withEcho { proxy in
            let client = try await EchoClient.connect(proxy.port)
            try await proxy.set(.slow)
            let began = ContinuousClock.now
            for letter in ["a", "b", "c"] { try await client.send(letter) }
            #expect(try await client.receive(3) == "abc")
            #expect(ContinuousClock.now - began >= .milliseconds(250))
            await client.close()
        }
    }

    private func withEcho(_ body: (FaultyProxy) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { $0.pipeline.addHandler(EchoHandler()) }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = try await FaultyProxy.start(to: server.localAddress?.port ?? 0)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(proxy))
        } catch {
            result = .failure(error)
        }
        await proxy.stop()
        try await server.close()
        try result.get()
    }
}

private final class EchoHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }
}

/// A client that keeps what it gets.
private actor EchoClient {
    private static let patience = Duration.seconds(5)

    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private(set) var received = ""
    private var isOver = false

    static func connect(_ port: Int) async throws -> EchoClient {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        let client = EchoClient(channel)
        Task { await client.read() }
        return client
    }

    private init(_ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>) { self.channel = channel }

    private func read() async {
        try? await channel.executeThenClose { inbound, _ in
            for try await data in inbound { received += String(buffer: data) }
        }
        isOver = true
    }

    func send(_ text: String) async throws {
        try await channel.channel.writeAndFlush(ByteBuffer(string: text))
    }

    func receive(_ count: Int) async throws -> String {
        let end = ContinuousClock.now + Self.patience
        while received.count < count, !isOver, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        defer { received = "" }
        return received
    }

    /// False when it does not end.
    func ended() async throws -> Bool {
        let end = ContinuousClock.now + Self.patience
        while !isOver, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        return isOver
    }

    func close() async { try? await channel.channel.close() }
}
