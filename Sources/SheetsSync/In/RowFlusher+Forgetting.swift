import Logging
import Shared

/// Somebody is forgotten: their rows in the sheet are emptied, by the one who writes it.
extension RowFlusher {
    /// Rows emptied by one call: their ranges stand in its body.
    static let emptiedAtOnce = 200
    /// How often the sheet is looked at in one turn; rows that somebody moves meanwhile are found by the next look.
    private static let looks = 3

    /// Empties the rows of one person, where one is to be forgotten, and looks again until there are none.
    ///
    /// Rows are emptied and not deleted, so that no other row changes its place. Should somebody sort the sheet between
    /// the look and the call, another person's row may be emptied: it is missed by the next look, and written again.
    ///
    /// - Returns: whether there was anybody.
    func forget(in tab: SheetsClient.Tab) async throws -> Bool {
        guard let erasure = try await rows.nextErasure() else { return false }
        var before: Set<String>?
        for _ in 0..<Self.looks {
            try await pace(.read)
            let found = ForgottenRows(of: erasure.conversation, in: try await sheets.keys(in: 1...max(tab.rows, 1)))
            if let before { try await rows.restore(before.subtracting(found.others)) }
            let theirs = found.theirs.prefix(Self.emptiedAtOnce)
            guard !theirs.isEmpty else {
                try await rows.complete(erasure)
                logger.notice("the rows of somebody who is forgotten are emptied")
                return true
            }
            try await pace(.write)
            // Held anew, so that the call is over before somebody else can begin one.
            guard try await rows.holdLease() else { return true }
            try await rows.noteEmptied(theirs.map(\.name), for: erasure)
            FailPoint.reach(.sheetsAttempted)
            try await sheets.empty(theirs.map(\.place))
            before = found.others
        }
        return true
    }
}
