import Mongo
import Shared
import Store

/// A message's row: what has to stand in the sheet, and where. Its place is given once and kept, so that writing it
/// again changes nothing.
struct RowDocument: Codable, Sendable, Equatable {
    static let collection = "sheet_rows"
    static let declaration = CollectionDeclaration(
        collection, indexes: [.init(["sheet": 1, "state": 1, "row": 1])],
        required: [
            ("_id", "string"), ("sheet", "string"), ("row", "long"), ("state", "string"), ("cells", "array"),
            ("version", "long"), ("attempts", "long"),
        ])

    enum State: String, Codable, Sendable {
        /// Something in it has to be written.
        case pending
        /// The sheet has all of it.
        case written
        /// Google did not take it; a person has to look.
        case refused
    }

    /// The message's id, which is also the record id in the first column.
    var _id: String
    /// Which spreadsheet and tab: rows for another one are none of this service's business any more.
    var sheet: String
    /// In the sheet, from 2: the first row is the header.
    var row: Int64
    var cells: [String]
    var state: State
    /// Rises with every change: a row that changed while it was written is written again.
    var version: Int64
    /// How often it was sent to Google. From the first time on it may stand in the sheet, whatever the answer was.
    var attempts: Int64
    /// When the message appeared, for the live view.
    var origin: Timestamp?

    var place: Int { Int(row) }
    var conversation: String { cells.indices.contains(1) ? cells[RowLayout.Column.conversationID.rawValue] : "" }
}

/// Numbers that are given out once.
struct CounterDocument: Codable, Sendable {
    static let collection = "counters"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string"), ("value", "long")])

    var _id: String
    var value: Int64
}
