import Shared
import Synchronization

/// Where a person's answer waits for the page that asked. One at a time: a later answer takes the place of an earlier one.
final class AnswerDesk: Sendable {
    enum Answer: Sendable, Equatable {
        /// They say that they have answered it themselves.
        case done
        case code(Secret)
        /// It came so late that it is not used.
        case late
    }

    private let waiting = Mutex<Answer?>(nil)
    private let signal = WakeSignal()

    func put(_ answer: Answer) {
        waiting.withLock { $0 = answer }
        signal.raise()
    }

    /// Takes the answer, once; nil when none came within the limit.
    func next(within limit: Duration) async -> Answer? {
        if let answer = take() { return answer }
        await signal.wait(atMost: limit)
        return take()
    }

    /// What came before a question was asked is no answer to it.
    func clear() { _ = take() }

    private func take() -> Answer? {
        waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
    }
}
