/// A unit of work found the store in a state it cannot go on from.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    case missing(String)
    /// The connection was lost during a commit: it may or may not be stored. To do it again is safe for whoever looks at
    /// what is stored first, as the handling of an event does.
    case outcomeUnknown(String)
    /// The person of the conversation is forgotten: nothing of it is stored any more.
    case forgotten
    /// The schema in the database is newer than this program.
    case newerSchema(found: Int, known: Int)

    public var description: String {
        switch self {
        case .missing(let what), .outcomeUnknown(let what): what
        case .forgotten: "the person of the conversation is forgotten"
        case .newerSchema(let found, let known):
            "the database has schema \(found), this program knows up to \(known): update the program, or restore a backup"
        }
    }
}
