import NIOCore
import NIOPosix
import Synchronization

/// Carries TCP between the services and one server, and lets go wrong what networks let go wrong.
final class FaultyProxy: Sendable {
    /// What services connect to, on 127.0.0.1.
    let port: Int

    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let links: NIOLoopBound<ProxyLinks>

    /// Listens on a free port.
    static func start(to port: Int) async throws -> FaultyProxy {
        // One loop: everything about a link happens on it, in order.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let links = try await loop.submit { NIOLoopBound(ProxyLinks(), eventLoop: loop) }.get()
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { client in
                ProxyLink.connect(client, to: port, links)
                return client.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FaultyProxy(port: listener.localAddress?.port ?? 0, group, listener, links)
    }

    private init(
        port: Int, _ group: MultiThreadedEventLoopGroup, _ listener: any Channel, _ links: NIOLoopBound<ProxyLinks>
    ) {
        self.port = port
        self.group = group
        self.listener = listener
        self.links = links
    }

    func set(_ mood: ProxyMood) async throws {
        let links = links
        try await listener.eventLoop.submit { links.value.set(mood) }.get()
    }

    /// Closes every connection. Nothing listens afterwards.
    func stop() async {
        let links = links
        try? await listener.close()
        try? await listener.eventLoop.submit { links.value.closeAll() }.get()
        try? await group.shutdownGracefully()
    }
}

/// Everything that a proxy carries at present. Lives on its event loop.
final class ProxyLinks {
    private(set) var mood = ProxyMood.clear
    private var links: [ObjectIdentifier: ProxyLink] = [:]

    func add(_ link: ProxyLink) { links[ObjectIdentifier(link)] = link }
    func remove(_ link: ProxyLink) { links[ObjectIdentifier(link)] = nil }

    func set(_ mood: ProxyMood) {
        self.mood = mood
        guard mood == .clear else { return }
        for link in Array(links.values) { link.resume() }
    }

    func closeAll() {
        for link in Array(links.values) { link.close() }
    }
}
