import CPoll
import Glibc

/// Starts threads that the system's tools show by name.
enum NamedThread {
    /// What the new thread runs, carried through `pthread_create`'s one pointer.
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a joinable thread; the caller owes it a `pthread_join`.
    ///
    /// The thread takes no signals apart from those its own faults raise. Handlers therefore run on the program's
    /// threads, and a C library that writes to a closed socket gets `EPIPE` instead of ending the process by `SIGPIPE`.
    ///
    /// - Parameter name: shown by `ps -L` and debuggers; Linux keeps its first 15 bytes.
    static func start(
        name: String, body: @escaping @Sendable () -> Void
    ) throws(PollThreadError) -> pthread_t {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                NamedThread.maskSignals()
                cpoll_name_this_thread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            throw PollThreadError(
                code: .resourcesExhausted,
                message: "The system gave no thread for '\(name)' (\(String(cString: strerror(failure)))): "
                    + "raise the limit on processes (ulimit -u, pids cgroup) or run fewer threads.")
        }
        return thread
    }

    private static func maskSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
