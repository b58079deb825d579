import Synchronization

/// Prints one line a hop: when, who, which hop, how long after the message appeared. Never the text.
///
/// Logs name conversations by their ids. A line waits until somebody has told the name, up to a moment.
final class HopBoard: Sendable {
    static let patience = Duration.seconds(1)
    private static let waitingLimit = 1_000

    private struct Hop {
        var conversation: String
        var time: String
        var what: String
        var elapsed: Int64?
        var seen: ContinuousClock.Instant
    }

    private struct State {
        var names: [String: String] = [:]
        var waiting: [Hop] = []
    }

    private let console: Console
    private let isQuiet: Bool
    private let state = Mutex(State())

    /// - Parameter isQuiet: only problems are shown.
    init(console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    var isWaitingForNames: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Prints what waited for these names, and what has waited long enough.
    func know(_ names: [(id: String, name: String)], now: ContinuousClock.Instant = .now) {
        let ready = state.withLock { state in
            for (id, name) in names { state.names[id] = name }
            // In the order they came: nothing overtakes.
            let known = state.names
            let count =
                state.waiting.firstIndex { known[$0.conversation] == nil && now - $0.seen < Self.patience }
                ?? state.waiting.count
            defer { state.waiting.removeFirst(count) }
            return state.waiting.prefix(count).map { (hop: $0, who: known[$0.conversation]) }
        }
        for (hop, who) in ready { print(hop, who ?? hop.conversation) }
    }

    private func add(_ hop: Hop) {
        let who = state.withLock { state -> String? in
            if state.waiting.isEmpty, let name = state.names[hop.conversation] { return name }
            guard state.waiting.count < Self.waitingLimit else { return hop.conversation }
            state.waiting.append(hop)
            return nil
        }
        if let who { print(hop, who) }
    }

    private func print(_ hop: Hop, _ who: String) {
        let late = hop.elapsed.map { "+\($0) ms" } ?? ""
        console.plain(
            "\(console.dim(hop.time))  \(Self.fitted(who, 22)) \(Self.fitted(hop.what, 24)) \(Self.fitted(late, 10, atEnd: true))"
        )
    }

    func show(_ program: String, _ text: String) {
        guard let line = LogLine(text) else {
            // Not JSON: a fault before there is a logger, or the sandbox's own words.
            if program != "sandbox", !text.isEmpty { console.problem("\(program): \(text)") }
            return
        }
        switch line.kind {
        case .hop(let what, let conversation, let elapsed):
            guard !isQuiet else { return }
            add(Hop(conversation: conversation, time: line.time, what: what, elapsed: elapsed, seen: .now))
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
