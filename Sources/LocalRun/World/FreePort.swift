import Glibc

/// Ports on this machine.
enum FreePort {
    /// The port, or any free one when somebody else has it.
    static func orAnother(_ port: Int) -> Int { isFree(port) ? port : (try? any()) ?? port }

    /// One below those that Linux gives to outgoing connections (32768 to 60999, `ip_local_port_range`): whoever is to
    /// listen on it later would find one of those taken now and then.
    static func any() throws -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 10_000..<32_000)
            if isFree(port) { return port }
        }
        throw RunFault("no free port on this machine")
    }

    private static func isFree(_ port: Int) -> Bool { bound(port) != nil }

    /// The port that could be bound for a moment.
    private static func bound(_ port: Int) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = withUnsafeMutablePointer(to: &address) { pointer -> UInt16? in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(descriptor, address, length) == 0, getsockname(descriptor, address, &length) == 0 else {
                    return nil
                }
                return pointer.pointee.sin_port.bigEndian
            }
        }
        return number.map(Int.init)
    }
}
