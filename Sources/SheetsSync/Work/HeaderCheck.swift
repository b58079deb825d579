/// What the first row of a tab says about who owns the tab. Pure.
enum HeaderCheck: Equatable {
    case right
    /// The tab is empty there, or an earlier version with fewer columns began it.
    case missing
    /// The tab is somebody else's, and nothing is written to it.
    case foreign

    init(_ firstRow: [String]) {
        var cells = firstRow
        while cells.last?.isEmpty == true { cells.removeLast() }
        if Array(cells.prefix(RowLayout.width)) == RowLayout.header {
            self = .right
        } else if RowLayout.header.starts(with: cells) {
            self = .missing
        } else {
            self = .foreign
        }
    }
}
