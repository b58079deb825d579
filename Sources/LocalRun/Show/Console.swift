import Glibc
import Synchronization

/// What a person sees. Whole lines, one writer at a time.
final class Console: Sendable {
    private let lock = Mutex(())
    private let isTerminal = isatty(1) == 1

    func note(_ text: String) { write(dim("· ") + text) }
    func problem(_ text: String) { write(isTerminal ? "\u{1B}[31m! \(text)\u{1B}[0m" : "! \(text)") }
    func plain(_ text: String) { write(text) }

    func dim(_ text: String) -> String { isTerminal ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func write(_ text: String) {
        lock.withLock { _ in
            var line = text + "\n"
            line.withUTF8 { _ = Glibc.write(1, $0.baseAddress, $0.count) }
        }
    }
}
