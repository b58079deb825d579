import Glibc
import NIOCore
import NIOPosix

/// One connection of a client and the one to the server that belongs to it. Lives on the proxy's event loop.
final class ProxyLink {
    /// How late a piece of data comes when the network is slow.
    static let lateness = TimeAmount.milliseconds(250)

    private let links: ProxyLinks
    private let client: any Channel
    private var server: (any Channel)?
    private var held: [(side: ProxySide, data: ByteBuffer)] = []
    /// Something was cut in the middle: nothing passes any more, and the link is closed when the mood passes.
    private var isCut = false
    private var isClosed = false
    /// A side has closed while nothing passed: the other one does not hear of it before the mood passes.
    private var isEnding = false
    private var lastDue = NIODeadline.now()

    private init(_ links: ProxyLinks, _ client: any Channel) {
        self.links = links
        self.client = client
    }

    /// Connects a client that was accepted to the server, unless nothing passes at present: then nothing answers it.
    static func connect(_ client: any Channel, to port: Int, _ links: NIOLoopBound<ProxyLinks>) {
        let link = ProxyLink(links.value, client)
        links.value.add(link)
        let bound = NIOLoopBound(link, eventLoop: client.eventLoop)
        guard link.attach(client, .client) else { return link.close() }
        guard links.value.mood != .blackHole else {
            link.isCut = true
            // It must notice when the client gives up.
            client.setOption(.autoRead, value: true).whenFailure { _ in }
            return
        }
        ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port)
            .whenComplete { result in
                switch result {
                case .success(let server): bound.value.begin(server)
                case .failure: bound.value.close()
                }
            }
    }

    private func begin(_ server: any Channel) {
        guard !isClosed else { return server.close(promise: nil) }
        self.server = server
        guard attach(server, .server) else { return close() }
        for channel in [client, server] { channel.setOption(.autoRead, value: true).whenFailure { _ in } }
    }

    private func attach(_ channel: any Channel, _ side: ProxySide) -> Bool {
        (try? channel.pipeline.syncOperations.addHandler(ProxyHandler(self, side))) != nil
    }

    // MARK: What comes

    func received(_ data: ByteBuffer, from side: ProxySide) {
        guard !isCut else { return }
        switch links.mood {
        case .clear where held.isEmpty: deliver(data, from: side)
        case .clear, .blackHole: held.append((side, data))
        case .slow: deliverLate(data, from: side)
        case .reset:
            deliver(data.firstHalf, from: side)
            reset()
        case .half:
            deliver(data.firstHalf, from: side)
            isCut = true
        }
    }

    func ended(_ side: ProxySide) {
        guard links.mood != .blackHole || side == .client && server == nil else {
            isEnding = true
            return
        }
        close()
    }

    /// The mood has passed.
    func resume() {
        guard !isCut, !isEnding else { return close() }
        let waiting = held
        held = []
        for (side, data) in waiting { deliver(data, from: side) }
    }

    // MARK: What goes

    private func deliver(_ data: ByteBuffer, from side: ProxySide) {
        let other = side == .client ? server : client
        other?.writeAndFlush(data, promise: nil)
    }

    private func deliverLate(_ data: ByteBuffer, from side: ProxySide) {
        // In order, whatever was late before.
        lastDue = max(.now() + Self.lateness, lastDue)
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        client.eventLoop.scheduleTask(deadline: lastDue) { bound.value.deliver(data, from: side) }
    }

    /// Both sides get an RST in place of an orderly end.
    private func reset() {
        for channel in [client, server].compactMap(\.self) {
            (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in }
        }
        close()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        links.remove(self)
        client.close(promise: nil)
        server?.close(promise: nil)
    }
}

enum ProxySide: Sendable { case client, server }

/// Hands everything of a channel to its link.
private final class ProxyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: ProxyLink
    private let side: ProxySide

    init(_ link: ProxyLink, _ side: ProxySide) {
        self.link = link
        self.side = side
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { link.received(unwrapInboundIn(data), from: side) }
    func channelInactive(context: ChannelHandlerContext) { link.ended(side) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { link.ended(side) }
}

extension ByteBuffer {
    fileprivate var firstHalf: ByteBuffer { getSlice(at: readerIndex, length: readableBytes / 2) ?? ByteBuffer() }
}
