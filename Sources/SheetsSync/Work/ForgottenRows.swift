/// Which rows of a sheet belong to somebody who is to be forgotten, by what stands in their first two columns. Pure.
///
/// A row is theirs when its record id is a message's of their conversation, or when it names the conversation: wherever
/// it was moved, sorted or copied to, and whatever is known of it here. Nobody else's row does either.
struct ForgottenRows: Equatable, Sendable {
    struct Row: Equatable, Sendable {
        var place: Int
        /// The record id, or where it stands when it has none.
        var name: String
    }

    /// Ascending by place.
    private(set) var theirs: [Row] = []
    /// The record ids of all other rows.
    private(set) var others: Set<String> = []

    /// - Parameter keys: of each row, by number, from 1.
    init(of conversation: String, in keys: [Int: RowKey]) {
        for (place, key) in keys {
            if key.recordID.hasPrefix(conversation + "#") || key.conversation == conversation {
                theirs.append(Row(place: place, name: key.recordID.isEmpty ? "row \(place)" : key.recordID))
            } else if !key.recordID.isEmpty {
                others.insert(key.recordID)
            }
        }
        theirs.sort { $0.place < $1.place }
    }
}

/// What tells whose a row is.
struct RowKey: Equatable, Sendable {
    var recordID: String
    var conversation: String
}
