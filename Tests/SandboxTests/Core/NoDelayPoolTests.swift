import FlyingSocks
import Glibc
import Testing

@testable import Sandbox

@Suite struct NoDelayPoolTests {
    /// A pool that never waits.
    private struct ReadyPool: AsyncSocketPool {
        func prepare() async throws {}
        func run() async throws {}
        func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {}
    }

    private let option = BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)

    @Test func `what the listening socket accepts does not wait for acknowledgements`() async throws {
        let listener = try Socket(domain: AF_INET)
        defer { try? listener.close() }
        try listener.bind(to: .inet(ip4: "127.0.0.1", port: 0))
        try listener.listen()
        #expect(try listener.getValue(for: option) == false)
        try await NoDelayPool(ReadyPool()).suspendSocket(listener, untilReadyFor: .read)

        guard case .ip4(_, let port) = try listener.sockname() else {
            Issue.record("no address")
            return
        }
        let client = try Socket(domain: AF_INET)
        defer { try? client.close() }
        try client.connect(to: .inet(ip4: "127.0.0.1", port: port))
        let accepted = Socket(file: try listener.accept().file)
        defer { try? accepted.close() }
        #expect(try accepted.getValue(for: option))
    }
}
