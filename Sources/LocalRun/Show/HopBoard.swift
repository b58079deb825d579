import Synchronization

/// Prints one line a hop: when, who, which hop, how long after the message appeared. Never the text.
final class HopBoard: Sendable {
    private let console: Console
    private let names = Mutex<[String: String]>([:])
    private let isQuiet: Bool

    /// - Parameter isQuiet: only problems are shown.
    init(console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    func know(_ conversation: String, as name: String) { names.withLock { $0[conversation] = name } }

    func show(_ program: String, _ text: String) {
        guard let line = LogLine(text) else {
            // Not JSON: a fault before there is a logger, or the sandbox's own words.
            if program != "sandbox", !text.isEmpty { console.problem("\(program): \(text)") }
            return
        }
        switch line.kind {
        case .hop(let hop, let conversation, let elapsed):
            guard !isQuiet else { return }
            let who = names.withLock { $0[conversation] } ?? conversation
            let late = elapsed.map { "+\($0) ms" } ?? ""
            console.plain(
                "\(console.dim(line.time))  \(Self.fitted(who, 22)) \(Self.fitted(hop, 24)) \(Self.fitted(late, 10, atEnd: true))"
            )
        case .warning(let words): console.problem("\(program): \(words)")
        case .other: break
        }
    }

    private static func fitted(_ text: String, _ width: Int, atEnd: Bool = false) -> String {
        let cut = text.count > width ? text.prefix(width - 1) + "…" : text[...]
        let space = String(repeating: " ", count: width - cut.count)
        return atEnd ? space + cut : cut + space
    }
}
