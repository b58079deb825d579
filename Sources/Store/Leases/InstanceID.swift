import Glibc
import Shared

/// One run of one process, as leases know it: `host/pid/nonce`.
struct InstanceID: Sendable, Hashable, CustomStringConvertible {
    let host: String
    let pid: Int32
    let nonce: String

    /// This process.
    static let current = InstanceID(
        host: HostName.current, pid: getpid(), nonce: String(UInt64.random(in: .min ... .max), radix: 36))

    init(host: String, pid: Int32, nonce: String) {
        self.host = host
        self.pid = pid
        self.nonce = nonce
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let pid = Int32(parts[1]) else { return nil }
        self.init(host: String(parts[0]), pid: pid, nonce: String(parts[2]))
    }

    var description: String { "\(host)/\(pid)/\(nonce)" }

    /// Whether it certainly runs no more: it was on this machine, and its process is gone or is another one by now.
    ///
    /// Containers that share a host's name but not its processes may err here; two holders of a lease for a moment are
    /// something that whoever takes one must bear in any case.
    var isGone: Bool {
        guard host == Self.current.host, self != Self.current else { return false }
        return pid == Self.current.pid || (kill(pid, 0) != 0 && errno == ESRCH)
    }
}
