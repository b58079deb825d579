import Glibc
import Synchronization

/// A process that we started, with everything it started in turn: its process group ends with it.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// Set when the process has ended and been reaped.
    let exit = Latch<ProcessEnd>()
    private let isReaped = Mutex(false)

    /// Starts the program in a process group of its own, so that a Ctrl-C meant for us does not reach it.
    ///
    /// `descriptors` are given to it under the numbers named; of ours it gets no other. Standard input and output are
    /// `/dev/null`.
    static func start(
        _ executable: String, arguments: [String], descriptors: [(ours: Int32, theirs: Int32)]
    ) throws(DevToolsError) -> ChildProcess {
        let child = ChildProcess(pid: try spawn(executable, arguments, descriptors))
        do {
            try DetachedThread.start("devtools-wait") { child.waitForExit() }
        } catch {
            // Nobody would reap it.
            kill(-child.pid, SIGKILL)
            child.waitForExit()
            throw error
        }
        return child
    }

    private init(pid: pid_t) {
        self.pid = pid
    }

    /// Sends a signal to the process and everything in its group. Does nothing once it has ended.
    func signal(_ signal: Int32) {
        isReaped.withLock { isReaped in
            if !isReaped { _ = Glibc.kill(-pid, signal) }
        }
    }

    private func waitForExit() {
        // WNOWAIT leaves a zombie that keeps the number ours while the rest of the group is ended. Without it the
        // number could belong to somebody else by then.
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        var raw: Int32 = 0
        isReaped.withLock { isReaped in
            _ = Glibc.kill(-pid, SIGKILL)
            while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
            isReaped = true
        }
        exit.set(ProcessEnd(raw: raw))
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ descriptors: [(ours: Int32, theirs: Int32)]
    ) throws(DevToolsError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        // dup2 clears CLOEXEC on the copy; everything else of ours is opened with CLOEXEC.
        for pair in descriptors { posix_spawn_file_actions_adddup2(&actions, pair.ours, pair.theirs) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // A service that ignores or blocks these would otherwise hand that down.
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var vector: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        vector.append(nil)
        defer { for pointer in vector { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, &attributes, vector, environ)
        guard code == 0 else { throw .system("start \(executable)", code) }
        return pid
    }
}
