import Synchronization

/// What the list said last, and what the tabs showed since. Shared by the tab that shows the list and those that read.
final class ListKnowledge: Sendable {
    private struct State {
        var rows: [String: ConversationRow] = [:]
        var freshness = Freshness()
    }

    private let state = Mutex(State())

    /// Takes in the list as it is now.
    /// - Parameter isPart: only the rows in view; what is known of the others stays.
    /// - Returns: the whole list as far as it is known, those just seen first.
    func update(_ rows: [ConversationRow], isPart: Bool) -> [ConversationRow] {
        let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return state.withLock { state in
            guard isPart else {
                state.rows = byID
                return rows
            }
            let others = state.rows.values.filter { byID[$0.id] == nil }.sorted { ($0.at ?? 0) > ($1.at ?? 0) }
            state.rows.merge(byID) { $1 }
            return rows + others
        }
    }

    var rows: [String: ConversationRow] { state.withLock { $0.rows } }

    /// What the list says about a conversation; nil when it does not show it.
    func row(_ conversation: String) -> ConversationRow? {
        state.withLock { $0.rows[conversation] }
    }

    /// Whether the tab shows what the row, as it was before the tab was looked at, speaks of.
    func isCurrent(_ transcript: Transcript, row: ConversationRow?) -> Bool {
        state.withLock { $0.freshness.isCurrent(transcript, row: row) }
    }

    func note(_ transcript: Transcript, row: ConversationRow?) {
        guard let row else { return }
        state.withLock { $0.freshness.note(transcript, row: row) }
    }

    func noteSent(_ transcript: Transcript, in conversation: String) {
        state.withLock { $0.freshness.noteSent(transcript, in: conversation) }
    }
}
