import FlyingFox
import FlyingSocks
import Glibc

/// The one listening socket, HTTP and WebSocket.
struct SandboxServer: Sendable {
    private let server: HTTPServer
    private let address: String

    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, or `localhost`; names are not looked up.
    ///   - port: 0 takes a free one; ``port()`` tells which.
    init(host: String, port: UInt16, router: Router) throws {
        address = "\(host):\(port)"
        // Longer than the longest fault (hang, 60 s), so that FlyingFox never answers 500 in a peer's name.
        let timeout = 120.0
        let pool = NoDelayPool(HTTPServer.defaultPool())
        do {
            if host.contains(":") {
                server = HTTPServer(
                    address: try .inet6(ip6: host, port: port), timeout: timeout, pool: pool, logger: .disabled,
                    handler: router)
            } else {
                let ip4 = host == "localhost" ? "127.0.0.1" : host
                server = HTTPServer(
                    address: try .inet(ip4: ip4, port: port), timeout: timeout, pool: pool, logger: .disabled,
                    handler: router)
            }
        } catch {
            throw SandboxError(
                code: .invalidArgument, message: "--host \(host) is no IP address; use 127.0.0.1, 0.0.0.0 or ::1")
        }
    }

    /// Serves until the task is cancelled.
    func run() async throws {
        do {
            try await server.run()
        } catch let error as SocketError {
            if Task.isCancelled { throw CancellationError() }
            guard case .failed(_, EADDRINUSE, _) = error else { throw error }
            throw SandboxError(
                code: .addressInUse, message: "\(address) is in use; stop what listens there or give another --port")
        }
    }

    /// The port that is listened on; waits up to 5 seconds for it.
    func port() async throws -> UInt16 {
        try await server.waitUntilListening()
        switch await server.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): return port
        default: throw SandboxError(code: .invalidArgument, message: "the server does not listen on TCP")
        }
    }
}
