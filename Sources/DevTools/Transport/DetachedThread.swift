import Glibc

/// A named thread for calls that block: reading the pipe, waiting for a process.
enum DetachedThread {
    private final class Body: Sendable {
        private let name: String
        private let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // pthread_setname_np is a GNU extension that Swift's Glibc module leaves out; this is what it does.
            let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            if file >= 0 {
                _ = write(file, name, min(15, name.utf8.count))
                _ = close(file)
            }
            body()
        }
    }

    /// Starts `body` on a thread of its own; the thread ends with it.
    /// - Parameter name: at most 15 bytes, the kernel's limit.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(DevToolsError) {
        let box = Unmanaged.passRetained(Body(name, body))
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, enter, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw .system("start a thread", code)
        }
        pthread_detach(thread)
    }

    private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
