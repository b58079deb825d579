import Shared

/// Starts programs, starts a service that died again, and stops all of them in the opposite order.
actor Crew {
    /// A service that ends by itself is started again this often; after that a person has to look.
    static let maximumRestarts = 5
    /// Before a service is started again.
    static let pause = Duration.seconds(1)

    private let console: Console
    nonisolated let roster = Roster()
    private var running: [(name: String, task: Task<Void, Never>)] = []
    private let lines: @Sendable (String, String) -> Void
    private let pause: Duration
    private let gaveUp = WakeSignal()
    /// A program that could not be kept running.
    private(set) var lost: String?

    /// - Parameter lines: called with a program's name and each line it prints.
    init(console: Console, pause: Duration = Crew.pause, lines: @escaping @Sendable (String, String) -> Void) {
        self.console = console
        self.pause = pause
        self.lines = lines
    }

    func start(_ program: ChildProgram) {
        let (console, roster, lines, pause) = (console, roster, lines, pause)
        let task = Task {
            for attempt in 0...Self.maximumRestarts {
                var end = ""
                do {
                    end = try await Child(program: program.started(attempt)).run(
                        started: { roster.started(program.name, $0) }, line: { lines(program.name, $0) })
                } catch is CancellationError {
                    break
                } catch {
                    end = "\(error)"
                }
                roster.ended(program.name)
                guard !Task.isCancelled else { break }
                console.problem("\(program.name) ended (\(end))")
                // 78: its configuration is wrong; starting it again changes nothing.
                guard attempt < Self.maximumRestarts, !end.contains("(78)") else {
                    self.giveUp(program.name)
                    break
                }
                try? await Task.sleep(for: pause)
                guard !Task.isCancelled else { break }
                console.note("\(program.name) is started again")
            }
            roster.ended(program.name)
        }
        running.append((program.name, task))
    }

    /// Returns the name of a program that cannot be kept running. For one caller.
    /// - Throws: `CancellationError`.
    func casualty() async throws -> String {
        while true {
            if let lost { return lost }
            await gaveUp.wait(atMost: .seconds(3_600))
            try Task.checkCancellation()
        }
    }

    /// Services first, all at once; then what they talk to.
    func stop() async {
        let services = running.dropFirst()
        for (_, task) in services { task.cancel() }
        for (_, task) in services { await task.value }
        for (_, task) in running.prefix(1) {
            task.cancel()
            await task.value
        }
        running = []
    }

    private func giveUp(_ name: String) {
        lost = name
        gaveUp.raise()
    }
}
