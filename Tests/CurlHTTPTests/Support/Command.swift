import Foundation
import Glibc
import Synchronization

/// A program that a test runs.
struct Command: Sendable {
    struct Failure: Error { let status: Int32 }

    private let process: Process
    private let exit = Exit()

    /// Starts it; its output goes to the file, or nowhere.
    init(_ path: String, _ arguments: [String], output: URL? = nil) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        if let output {
            try Data().write(to: output)
            process.standardOutput = try FileHandle(forWritingTo: output)
        }
        process.terminationHandler = { [exit] in exit.happened($0.terminationStatus) }
        try process.run()
    }

    /// Kills it. A child of a worker thread inherits that thread's mask, in which SIGTERM is blocked.
    func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

    /// Waits for its end without blocking a thread, as `waitUntilExit` would.
    func succeed() async throws {
        let status = await exit.wait()
        guard status == 0 else { throw Failure(status: status) }
    }

    private final class Exit: Sendable {
        private enum State {
            case running
            case awaited(CheckedContinuation<Int32, Never>)
            case ended(Int32)
        }

        private let state = Mutex(State.running)

        func happened(_ status: Int32) {
            let waiter: CheckedContinuation<Int32, Never>? = state.withLock { state in
                defer { state = .ended(status) }
                if case .awaited(let continuation) = state { return continuation }
                return nil
            }
            waiter?.resume(returning: status)
        }

        func wait() async -> Int32 {
            await withCheckedContinuation { continuation in
                let status: Int32? = state.withLock { state in
                    if case .ended(let status) = state { return status }
                    state = .awaited(continuation)
                    return nil
                }
                if let status { continuation.resume(returning: status) }
            }
        }
    }
}

/// A folder that goes with the test.
struct ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "http-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
