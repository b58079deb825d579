import Glibc
import PollThread
import Synchronization

/// An actor that lives on a poll thread, and whose step counts what it does.
actor Resident {
    let thread: PollThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    private(set) var steps = 0
    private(set) var waits = 0

    init(thread: PollThread) {
        self.thread = thread
    }

    /// Has the thread poll its wake descriptor through this actor.
    nonisolated func installStep() {
        thread.setStep { [weak self] mayWait in self?.assumeIsolated { $0.step(mayWait: mayWait) } }
    }

    private func step(mayWait: Bool) {
        steps += 1
        if mayWait { waits += 1 }
        var descriptor = pollfd(fd: thread.wakeDescriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, mayWait ? -1 : 0)
    }

    func currentThread() -> pthread_t { pthread_self() }

    func touch() -> Int { steps }

    func isIsolatedHere() -> Bool { thread.isIsolatingCurrentContext() == true }
}

/// The names of this process's threads, as `ps -L` shows them.
func threadNames() -> [String] {
    guard let folder = opendir("/proc/self/task") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let id = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let file = fopen("/proc/self/task/\(id)/comm", "r") else { continue }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 32)
        guard fgets(&line, 32, file) != nil else { continue }
        names.append(String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return names
}

/// A door that blocks threads until it is opened, for bodies that must stay busy.
final class Gate: Sendable {
    private let ends: (read: Int32, write: Int32)
    private let passed = Mutex(0)

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0)
        self.ends = (ends[0], ends[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// How many have reached the door.
    var arrivals: Int { passed.withLock { $0 } }

    func pass() {
        passed.withLock { $0 += 1 }
        var byte: UInt8 = 0
        _ = read(ends.read, &byte, 1)
    }

    func open(for count: Int) {
        for _ in 0..<count {
            var byte: UInt8 = 1
            _ = write(ends.write, &byte, 1)
        }
    }
}

/// Waits until the condition holds; false when it does not within the limit.
func eventually(within limit: Duration = .seconds(10), _ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if await condition() { return true }
        await Task.yield()
    }
    return false
}

/// A value that bodies on several threads change.
final class Locked<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    func withLock<R: Sendable>(_ body: (inout Value) -> R) -> R {
        value.withLock { value in
            let result = body(&value)
            return result
        }
    }
}
