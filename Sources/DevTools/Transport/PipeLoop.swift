import FoundationEssentials
import Glibc
import Synchronization

/// What the connection's thread does: waits for bytes, room to write, a deadline or a wake-up, and acts on them.
struct PipeLoop {
    private let connection: Connection
    private let onEvent: Connection.Handler
    private var splitter: FrameSplitter
    private var writing: [UInt8] = []
    private var written = 0
    private var hasDiagnostics = true
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(connection: Connection, onEvent: @escaping Connection.Handler) {
        self.connection = connection
        self.onEvent = onEvent
        splitter = FrameSplitter(limit: connection.limits.frame)
    }

    /// Returns when the connection is closed, by us or by the browser.
    mutating func run() {
        while let plan = connection.plan() {
            let ready = wait(plan)
            if ready.wake { connection.wakePipe.drain() }
            if ready.diagnostics { readDiagnostics() }
            if ready.input { read() }
            write()
            connection.expireCalls()
        }
        // The browser reads end-of-file and ends by itself, whoever else still holds this descriptor.
        _ = shutdown(connection.socket.raw, Int32(SHUT_RDWR))
    }

    private func wait(_ plan: Connection.Plan) -> (input: Bool, wake: Bool, diagnostics: Bool) {
        let wantsToWrite = plan.wantsToWrite || written < writing.count
        var descriptors = [
            pollfd(fd: connection.socket.raw, events: Int16(POLLIN | (wantsToWrite ? POLLOUT : 0)), revents: 0),
            pollfd(fd: connection.wakePipe.readEnd.raw, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasDiagnostics ? connection.diagnostics.raw : -1, events: Int16(POLLIN), revents: 0),
        ]
        var milliseconds: Int32 = -1
        if let wakeAt = plan.wakeAt {
            let left = ContinuousClock.now.duration(to: wakeAt)
            milliseconds = Int32(clamping: max(0, left.milliseconds + 1))
        }
        guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return (false, false, false) }
        // A hang-up counts as input: the read that follows tells what it is.
        let ready = descriptors.map { $0.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 }
        return (ready[0], ready[1], ready[2])
    }

    private mutating func read() {
        // A bound on one turn, so that a flood of events cannot starve writing and deadlines.
        for _ in 0..<16 {
            let count = recv(connection.socket.raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0 {
                if errno == EINTR { continue }
                if errno != EAGAIN { end("The pipe to the browser broke: \(String(cString: strerror(errno))).") }
                return
            }
            if count == 0 { return end("The browser has ended.") }
            let frames = buffer.withUnsafeBytes { splitter.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            for frame in frames { handle(frame) }
        }
    }

    private func handle(_ frame: Data) {
        switch FrameHead(frame) {
        case .reply(let id):
            connection.answer(id, with: frame)
        case .event(let method):
            guard let (event, session) = IncomingEvent.decode(method: method, frame: frame) else { return }
            onEvent(event, session)
        case .unknown:
            // Not for us to judge: a call that it should have answered runs into its deadline.
            return
        }
    }

    private mutating func write() {
        while true {
            if written == writing.count {
                guard var frame = connection.nextFrame() else { return }
                frame.append(0)
                writing = frame
                written = 0
            }
            let count = writing.withUnsafeBytes { bytes in
                let rest = bytes[written...]
                let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
                return send(
                    connection.socket.raw, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, flags)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                return end("The browser has ended.")
            }
        }
    }

    /// The first words are kept for the error of a failed start; what follows is thrown away, for it may name what a
    /// page holds.
    private mutating func readDiagnostics() {
        let count = Glibc.read(connection.diagnostics.raw, &buffer, buffer.count)
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { hasDiagnostics = false }
            return
        }
        connection.firstWords.withLock { words in
            words.append(contentsOf: buffer[..<min(count, max(0, 4_096 - words.count))])
        }
    }

    private func end(_ message: String) {
        connection.close(DevToolsError(.closed, message))
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
    }
}
