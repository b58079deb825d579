import CPoll
import Glibc

/// A descriptor that becomes readable when another thread calls ``wake()``.
final class WakeEvent: Sendable {
    /// Readable after ``wake()`` until ``clear()``.
    let descriptor: Int32

    init() throws(PollThreadError) {
        descriptor = cpoll_eventfd()
        guard descriptor >= 0 else {
            throw PollThreadError(
                code: .resourcesExhausted,
                message: "The system gave no eventfd (\(String(cString: strerror(errno)))): "
                    + "raise the limit on open files (ulimit -n).")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable.
    func wake() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Makes the descriptor unreadable again.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Blocks this thread until the descriptor is readable.
    func wait() {
        var descriptor = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, -1)
    }
}
