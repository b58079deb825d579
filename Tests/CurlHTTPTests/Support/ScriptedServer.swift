import Foundation
import Glibc
import Synchronization

/// A TCP server that does to each connection what the test says, byte by byte.
///
/// Every connection has a thread, since scripts block; every read gives up after 10 seconds, so that no test hangs.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Peer) throws -> Void

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let address: String
    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var peers: [Peer] = []
        var isStopped = false
        var requests: [RecordedRequest] = []
    }

    /// - Parameter backlog: how many connections the kernel completes before they are accepted.
    init(address: String = "127.0.0.1", accepts: Bool = true, backlog: Int32 = 256, _ script: @escaping Script) throws {
        self.address = address
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, address, &name.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, backlog) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { throw Fault(description: "No listener on \(address): \(errno)") }
        port = UInt16(bigEndian: name.sin_port)
        if accepts { Thread.detachNewThread { self.accept(script) } }
    }

    /// `http://address:port/` with the path behind it.
    func url(_ path: String = "/", scheme: String = "http") -> String { "\(scheme)://\(address):\(port)\(path)" }

    /// All requests that were read so far, in order.
    var requests: [RecordedRequest] { state.withLock { $0.requests } }

    /// How many connections were made so far.
    var connectionCount: Int { state.withLock { $0.peers.count } }

    /// Cuts every connection and ends the scripts.
    func stop() {
        let peers = state.withLock { state in
            state.isStopped = true
            return state.peers
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for peer in peers { peer.interrupt() }
    }

    /// Gives the port back, where nothing is accepted.
    func discard() { close(listener) }

    private func accept(_ script: @escaping Script) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let peer = Peer(descriptor) { request in self.state.withLock { $0.requests.append(request) } }
            let isStopped = state.withLock { state in
                state.peers.append(peer)
                return state.isStopped
            }
            if isStopped { peer.interrupt() }
            Thread.detachNewThread {
                // A script that is cut short by the client's going is a script that has ended.
                try? script(peer)
                peer.end()
            }
        }
        close(listener)
    }
}
