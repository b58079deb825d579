import FoundationEssentials
import Glibc
import Synchronization

/// A browser's process, its pipe and its profile, from start to end.
///
/// Where one ends the others do: a dead process closes the pipe, a closed pipe ends the process (after a grace in which
/// it writes its profile), and if we are killed ourselves, the kernel closes our end of the pipe, and the browser reads
/// that as its order to go.
final class BrowserProcess: Sendable {
    let connection: Connection
    let child: ChildProcess
    private let profile: ProfileLock
    private let directory: String

    /// The descriptor numbers that `--remote-debugging-pipe` means.
    private enum Theirs {
        static let input: Int32 = 3
        static let output: Int32 = 4
        static let profileLock: Int32 = 5
    }

    private static let grace = Duration.seconds(3)

    private init(
        connection: Connection, child: ChildProcess, profile: consuming ProfileLock, directory: String
    ) {
        self.connection = connection
        self.child = child
        self.profile = profile
        self.directory = directory
    }

    static func start(_ configuration: BrowserConfiguration) async throws -> BrowserProcess {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let executable = try ExecutableSearch.find(configured: configuration.executable, path: path)
        let arguments = try LaunchArguments.make(configuration, isRoot: geteuid() == 0)
        try ProfileDirectory.prepare(configuration.profileDirectory)
        let profile = try await ProfileLock.acquire(configuration.profileDirectory)

        let sockets = try SocketPair.make()
        let socket = Descriptor(owning: sockets.ours)
        let theirSocket = try Self.movedUp(Descriptor(owning: sockets.theirs))
        let words = try SocketPair.make()
        let diagnostics = Descriptor(owning: words.ours)
        let theirDiagnostics = try Self.movedUp(Descriptor(owning: words.theirs))
        let lock = try Self.duplicate(profile.descriptor)
        let connection = try Connection(socket: socket, diagnostics: diagnostics)

        let child = try ChildProcess.start(
            executable, arguments: arguments,
            descriptors: [
                (theirDiagnostics.raw, STDERR_FILENO), (theirSocket.raw, Theirs.input),
                (theirSocket.raw, Theirs.output), (lock.raw, Theirs.profileLock),
            ])
        profile.record(pid: child.pid)
        // Their ends are closed here, when the descriptors go: otherwise we would never read end-of-file.
        return BrowserProcess(
            connection: connection, child: child, profile: profile, directory: configuration.profileDirectory)
    }

    /// Starts the pipe's thread. From here on the process and the pipe end together.
    func connect(
        onEvent: @escaping Connection.Handler, onEnd: @escaping @Sendable (DevToolsError) -> Void
    ) throws(DevToolsError) {
        let child = child
        do {
            try connection.start(onEvent: onEvent) { cause in
                onEnd(cause)
                Task { if await child.exit.wait(atMost: Self.grace) == nil { child.signal(SIGKILL) } }
            }
        } catch {
            child.signal(SIGKILL)
            throw error
        }
    }

    /// Why the browser did not start, from what is known of its end.
    func explainFailedStart(_ error: any Error) async -> any Error {
        if error is CancellationError { return error }
        guard let status = await child.exit.wait(atMost: .seconds(2)) else { return error }
        // Exit 21 is Chromium's RESULT_CODE_PROFILE_IN_USE.
        if status == .exited(21) { return ProfileLock.inUse(directory, owner: nil) }
        let words = connection.firstWords.withLock { String(decoding: $0, as: UTF8.self) }
        // Chromium complains about a missing D-Bus on every server; that is never the reason.
        let last = words.split(separator: "\n").last { !$0.contains("dbus/") }.map { ": \($0.prefix(300))" } ?? "."
        return DevToolsError(.launchFailed, "The browser ended at its start with \(status)\(last)", underlying: error)
    }

    /// Moves a descriptor out of the way of 3, 4 and 5, which are about to be written over in the child.
    private static func movedUp(_ descriptor: consuming Descriptor) throws(DevToolsError) -> Descriptor {
        try duplicate(descriptor.raw)
    }

    private static func duplicate(_ raw: Int32) throws(DevToolsError) -> Descriptor {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 10)
        guard copy >= 0 else { throw .system("duplicate a descriptor", errno) }
        return Descriptor(owning: copy)
    }
}
