/// Finds the row that Google does not take, when it refuses a write without saying which. Pure.
///
/// A refused write first has the tab looked at anew, since somebody may have renamed it or made it smaller. Then it is
/// halved until it passes, or until one row is left, which is set aside so that the others are not held up for ever.
struct WriteDoubt: Equatable, Sendable {
    enum Step: Equatable {
        /// Look at the tab again and try the same.
        case lookAgain
        /// Try again with at most ``WriteDoubt/rowLimit`` rows.
        case writeFewer
        /// The only row of the write is the one.
        case setAside
    }

    /// The most rows to write at once now.
    private(set) var rowLimit = WriteBatch.rowLimit
    private var hasLooked = false

    mutating func refused(rows: Int) -> Step {
        guard hasLooked else {
            hasLooked = true
            return .lookAgain
        }
        guard rows > 1 else {
            self = WriteDoubt()
            return .setAside
        }
        rowLimit = rows / 2
        return .writeFewer
    }

    mutating func passed() {
        hasLooked = false
        rowLimit = min(WriteBatch.rowLimit, rowLimit * 2)
    }
}
