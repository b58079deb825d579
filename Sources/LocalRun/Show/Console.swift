import Glibc
import Synchronization

/// What a person sees. Whole lines, one writer at a time.
final class Console: Sendable {
    private let output: Mutex<@Sendable (String) -> Void>
    private let isTerminal: Bool

    /// - Parameter output: takes each line, its end included; standard output by default.
    init(isTerminal: Bool = isatty(1) == 1, output: @escaping @Sendable (String) -> Void = Console.toStandardOutput) {
        self.isTerminal = isTerminal
        self.output = Mutex(output)
    }

    func note(_ text: String) { write(dim("· ") + text) }
    func problem(_ text: String) { write(isTerminal ? "\u{1B}[31m! \(text)\u{1B}[0m" : "! \(text)") }
    func plain(_ text: String) { write(text) }

    func dim(_ text: String) -> String { isTerminal ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func write(_ text: String) { output.withLock { $0(text + "\n") } }

    private static func toStandardOutput(_ line: String) {
        var line = line
        line.withUTF8 { _ = Glibc.write(1, $0.baseAddress, $0.count) }
    }
}
