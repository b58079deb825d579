import Glibc
import PollThread
import Synchronization

/// Passes bytes between clients and a broker until it is told otherwise.
public final class TCPProxy: Sendable {
    private struct Pair {
        let client: Int32
        let server: Int32
    }

    public let port: Int
    private let listener: Int32
    private let target: Int
    private let isFrozen = Atomic(false)
    private let isToTear = Atomic(false)
    private let isStopped = Atomic(false)
    private let pool = BlockingPool(name: "proxy", threads: 1, queueLimit: 1)

    init(to target: Int) throws {
        self.target = target
        (listener, port) = try TestSocket.listen()
    }

    /// Passes no byte from now on, in either direction, and leaves the sockets open. To the client that is a peer that
    /// has gone without a word, such as a machine without power.
    public func freeze() { isFrozen.store(true, ordering: .relaxed) }

    /// Cuts the connections that there are; new ones are taken. To the broker that is a client that has died.
    public func tear() { isToTear.store(true, ordering: .relaxed) }

    public func thaw() { isFrozen.store(false, ordering: .relaxed) }

    /// Runs the body while the proxy works.
    public static func run<R: Sendable>(
        to port: Int, _ body: @escaping @Sendable (TCPProxy) async throws -> R
    ) async throws -> R {
        let proxy = try TCPProxy(to: port)
        async let work: Void = proxy.pool.run { proxy.forward() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body(proxy))
        } catch {
            result = .failure(error)
        }
        proxy.isStopped.store(true, ordering: .relaxed)
        try await work
        await proxy.pool.shutdown()
        return try result.get()
    }

    private func forward() {
        var pairs: [Pair] = []
        defer {
            for pair in pairs {
                close(pair.client)
                close(pair.server)
            }
            close(listener)
        }
        while !isStopped.load(ordering: .relaxed) {
            if isToTear.exchange(false, ordering: .relaxed) {
                for pair in pairs {
                    close(pair.client)
                    close(pair.server)
                }
                pairs = []
            }
            let frozen = isFrozen.load(ordering: .relaxed)
            var descriptors = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            if !frozen {
                for pair in pairs {
                    descriptors.append(pollfd(fd: pair.client, events: Int16(POLLIN), revents: 0))
                    descriptors.append(pollfd(fd: pair.server, events: Int16(POLLIN), revents: 0))
                }
            }
            guard poll(&descriptors, nfds_t(descriptors.count), 20) > 0, !frozen else { continue }
            if descriptors[0].revents != 0, let server = try? TestSocket.connect(target) {
                pairs.append(Pair(client: accept(listener, nil, nil), server: server))
                continue
            }
            for (index, pair) in pairs.enumerated() {
                if descriptors[1 + 2 * index].revents != 0 { pass(pair.client, pair.server) }
                if descriptors[2 + 2 * index].revents != 0 { pass(pair.server, pair.client) }
            }
        }
    }

    private func pass(_ from: Int32, _ to: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(from, &buffer, buffer.count, 0)
        guard count > 0 else {
            shutdown(to, Int32(SHUT_WR))
            return
        }
        var sent = 0
        while sent < count, !isStopped.load(ordering: .relaxed) {
            // What has been taken in is passed on after the thaw: a silence loses nothing.
            if isFrozen.load(ordering: .relaxed) {
                _ = poll(nil, 0, 5)
                continue
            }
            let step = buffer.withUnsafeBytes {
                send(to, $0.baseAddress.map { $0 + sent }, count - sent, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if step < 0, errno == EAGAIN {
                var writable = pollfd(fd: to, events: Int16(POLLOUT), revents: 0)
                _ = poll(&writable, 1, 20)
                continue
            }
            if step <= 0 { return }
            sent += step
        }
    }
}

/// Sockets on the loopback interface.
public enum TestSocket {
    struct Failure: Error { let call: String }

    public static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(0)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                var length = length
                guard bind(descriptor, pointer, length) == 0 else { throw Failure(call: "bind") }
                guard Glibc.listen(descriptor, 8) == 0 else { throw Failure(call: "listen") }
                guard getsockname(descriptor, pointer, &length) == 0 else { throw Failure(call: "getsockname") }
            }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    public static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(UInt16(port))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(call: "connect")
        }
        return descriptor
    }

    /// A port that nothing listens on.
    public static func unusedPort() throws -> Int {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
