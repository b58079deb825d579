import Foundation

/// Time as the sandbox's parts see it: the day's time for what is shown, and waits that a test can drive by hand.
protocol SandboxClock: Sendable {
    var now: Date { get }

    /// Throws `CancellationError` when the task is cancelled before the time is over.
    func sleep(for duration: Duration) async throws
}

extension SandboxClock {
    /// Milliseconds since 1970, as every time in the ledger is given.
    var milliseconds: Int64 { now.milliseconds }
}

/// The machine's clock.
struct SystemClock: SandboxClock {
    var now: Date { Date() }

    func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}

extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Seconds with their fraction.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
