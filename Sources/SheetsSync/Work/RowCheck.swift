/// Compares where rows should go with what stands in the first column there. Pure.
///
/// People sort, insert and delete rows. A row is written only where its own record id stands, or, when it was never
/// written before, where nothing does.
struct RowCheck: Equatable, Sendable {
    /// May be written where they should go.
    private(set) var ready: [RowDocument] = []
    /// Somebody else's content is in their place, or they were written before and are not where they were: the whole
    /// column has to be searched for them.
    private(set) var unsure: [RowDocument] = []

    /// - Parameter recordIDs: by row number; a row without a content may be missing.
    init(_ rows: [RowDocument], recordIDs: [Int: String]) {
        for row in rows {
            let standing = recordIDs[row.place] ?? ""
            if standing == row._id || (standing.isEmpty && row.attempts == 0) {
                ready.append(row)
            } else {
                unsure.append(row)
            }
        }
    }

    /// Where unsure rows go: where their record id stands now; else where they were, if nothing is there; else behind
    /// everything.
    ///
    /// - Parameters:
    ///   - column: the whole first column, from row 1.
    ///   - firstFree: the first row number that no other row was given.
    /// - Returns: a row number for each, by record id.
    static func places(for rows: [RowDocument], column: [String], firstFree: Int) -> [String: Int] {
        var known: [String: Int] = [:]
        for (index, id) in column.enumerated() where !id.isEmpty && known[id] == nil { known[id] = index + 1 }
        var next = max(firstFree, column.count + 1)
        var places: [String: Int] = [:]
        for row in rows {
            if let place = known[row._id] {
                places[row._id] = place
            } else if row.place > column.count || column[row.place - 1].isEmpty {
                places[row._id] = row.place
            } else {
                places[row._id] = next
                next += 1
            }
        }
        return places
    }
}
