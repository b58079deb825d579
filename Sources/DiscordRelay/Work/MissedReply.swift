import Shared

/// What becomes of a message with the prefix that nobody heard when it was written. Pure.
enum MissedReply: Equatable, Sendable {
    /// The same as if it had been heard at once.
    case handle
    case refuse(Reason)

    enum Reason: Equatable, Sendable {
        case tooLate
        /// Nobody can tell any more what it said at first.
        case edited

        var words: String {
            switch self {
            case .tooLate:
                "Nothing was sent: Discord was not connected when you wrote this, and by now it is too late. Write it again "
                    + "if it still holds."
            case .edited: "Nothing was sent: this was changed before it was read. Write it again."
            }
        }
    }

    /// Whoever waited longer for an answer has forgotten what they wrote, or has written it again.
    static let patience = Duration.seconds(900)

    static func of(written: Timestamp, isEdited: Bool, at now: Timestamp) -> MissedReply {
        if now.since(written) > patience { return .refuse(.tooLate) }
        return isEdited ? .refuse(.edited) : .handle
    }
}
