/// Which conversations have to be opened, from what the list showed before and shows now. Pure.
///
/// A row that moved or whose unread mark changed is no news in itself: what counts is preview, time and a new unread.
struct RowChanges: Sendable {
    private var known: [String: ConversationRow] = [:]

    /// - Returns: the rows to open, in the order of the list. Every row is news the first time.
    mutating func update(_ rows: [ConversationRow]) -> [ConversationRow] {
        var changed: [ConversationRow] = []
        for row in rows {
            if let before = known[row.id], before.preview == row.preview, before.at == row.at,
                before.name == row.name, before.isUnread || !row.isUnread
            {
                known[row.id] = row
                continue
            }
            known[row.id] = row
            changed.append(row)
        }
        return changed
    }

    /// What the list last said about a conversation.
    func row(_ conversation: String) -> ConversationRow? { known[conversation] }

    /// The conversation could not be read: it is news again the next time it is looked at.
    mutating func forget(_ conversation: String) { known[conversation] = nil }
}
