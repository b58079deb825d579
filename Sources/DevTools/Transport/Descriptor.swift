import Glibc

/// A file descriptor that is closed when its owner goes.
struct Descriptor: ~Copyable, Sendable {
    let raw: Int32

    /// Takes over an open descriptor.
    init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        _ = Glibc.close(raw)
    }
}

/// Two connected sockets, which no program that we start inherits by accident.
///
/// They stand in for pipes: a socket takes MSG_NOSIGNAL, so that a dead browser is an error of one write and not a
/// SIGPIPE for the whole process, and it can be shut down while another thread waits on it.
enum SocketPair {
    static func make(blocks: Bool = true) throws(DevToolsError) -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [0, 0]
        let flags = SOCK_CLOEXEC.rawValue | (blocks ? 0 : SOCK_NONBLOCK.rawValue)
        guard Glibc.socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | flags), 0, &ends) == 0 else {
            throw .system("create a socket pair", errno)
        }
        return (ends[0], ends[1])
    }
}

extension DevToolsError {
    static func system(_ what: String, _ code: Int32) -> DevToolsError {
        DevToolsError(.launchFailed, "Could not \(what): \(String(cString: strerror(code))).")
    }
}
