import FlyingSocks
import Glibc

/// FlyingFox's socket pool with TCP_NODELAY set on every socket that passes.
///
/// FlyingFox writes an answer's head and body in two calls; with Nagle's algorithm the body then waits for the client's
/// delayed acknowledgement, 40 ms on Linux, and so does every server-sent event that follows another closely.
struct NoDelayPool: AsyncSocketPool {
    private let base: any AsyncSocketPool

    init(_ base: some AsyncSocketPool) {
        self.base = base
    }

    func prepare() async throws {
        try await base.prepare()
    }

    func run() async throws {
        try await base.run()
    }

    /// The listening socket comes here first, and what it accepts inherits the option.
    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        let option = BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
        // Refused on sockets that are not TCP (none here) or already closed, where waiting reports it anyway.
        try? socket.setValue(true, for: option)
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}
