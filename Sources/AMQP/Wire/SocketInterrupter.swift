import Glibc
import Synchronization

/// Ends, from another thread, a call of the library that is stuck in the socket.
///
/// It holds a duplicate of the descriptor: a number that the library has closed may already belong to somebody else.
final class SocketInterrupter: Sendable {
    private let descriptor = Mutex<Int32>(-1)

    /// Takes a duplicate of the socket, and returns it. It is valid until ``release()``.
    func watch(_ socket: Int32) throws(AMQPError) -> Int32 {
        let duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else {
            throw AMQPError(
                .resourcesExhausted, "There is no file descriptor left: raise the limit on open files (ulimit -n).")
        }
        descriptor.withLock { $0 = duplicate }
        return duplicate
    }

    /// Whether there is a socket to interrupt.
    var isWatching: Bool { descriptor.withLock { $0 >= 0 } }

    /// Makes every read and write on the socket fail at once, the one under way included.
    func interrupt() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Closes the duplicate.
    func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }
}
