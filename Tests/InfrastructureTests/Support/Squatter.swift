import Foundation

/// A listener on a port of this machine that takes connections and closes them: another program.
final class Squatter: Sendable {
    struct PortIsTaken: Error { let port: UInt16 }

    private let descriptor: Int32

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 16) == 0 else {
            close(descriptor)
            throw PortIsTaken(port: port)
        }
        // Blocks in accept until `leave` shuts the socket down; a thread of its own, as it belongs to no task.
        let listener = descriptor
        Thread.detachNewThread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { break }
                close(peer)
            }
        }
    }

    func leave() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
