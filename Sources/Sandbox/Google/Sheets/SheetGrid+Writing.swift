/// A block of cells to be written from a corner: what `ValueRange.values` becomes.
struct CellBlock: Sendable {
    /// Row by row; nil leaves a cell as it is.
    let rows: [[CellValue?]]

    var width: Int { rows.map(\.count).max() ?? 0 }
    var cellCount: Int { rows.map { $0.count { $0 != nil } }.reduce(0, +) }

    /// - Parameter values: `[[…], …]`, rows or, with `byColumns`, columns.
    init(_ values: JSONValue?, byColumns: Bool, _ input: CellValue.Input) throws(GoogleError) {
        guard let lines = values?.array ?? (values == nil ? [] : nil) else { throw Self.notList("values", values) }
        var read: [[CellValue?]] = []
        for (outer, line) in lines.enumerated() {
            guard let cells = line.array else { throw Self.notList("values[\(outer)]", line) }
            var row: [CellValue?] = []
            for (inner, cell) in cells.enumerated() {
                do throws(GoogleError) {
                    row.append(try CellValue.read(cell, as: input))
                } catch {
                    throw cell.array == nil && cell.object == nil ? error : error.inside("values[\(outer)][\(inner)]")
                }
            }
            read.append(row)
        }
        rows = byColumns ? Self.transposed(read) : read
    }

    private static func notList(_ place: String, _ value: JSONValue?) -> GoogleError {
        .malformed("Invalid value at '\(place)' (type.googleapis.com/google.protobuf.ListValue)", field: place)
    }

    private static func transposed(_ columns: [[CellValue?]]) -> [[CellValue?]] {
        let height = columns.map(\.count).max() ?? 0
        return (0..<height).map { row in columns.map { $0.indices.contains(row) ? $0[row] : nil } }
    }
}

extension SheetGrid {
    /// Writes `block` at the start of `range`; gives the rectangle that it covers.
    ///
    /// Refused are a range that begins outside the grid, and values that reach over the end of the range (one cell is
    /// a start only) or of the grid.
    mutating func write(_ block: CellBlock, at range: A1Range) throws(GoogleError) -> A1Range {
        let bounds = try clamp(range)
        let endRow = range.isCell ? rowCount : bounds.endRow ?? rowCount
        let endColumn = range.isCell ? columnCount : bounds.endColumn ?? columnCount
        if range.firstRow + block.rows.count > endRow { throw tooFar(range, "row [\(endRow + 1)]") }
        if range.firstColumn + block.width > endColumn {
            throw tooFar(range, "column [\(A1Range.letters(endColumn))]")
        }
        return put(block, row: range.firstRow, column: range.firstColumn)
    }

    /// Writes without looking at a range; the grid must be large enough.
    mutating func put(_ block: CellBlock, row: Int, column: Int) -> A1Range {
        for (down, cells) in block.rows.enumerated() {
            for (right, cell) in cells.enumerated() {
                if let cell { self[row + down, column + right] = cell }
            }
        }
        return A1Range(
            sheet: title, rows: row..<row + max(1, block.rows.count), columns: column..<column + max(1, block.width))
    }

    private func tooFar(_ range: A1Range, _ place: String) -> GoogleError {
        .invalid("Requested writing within range [\(range.text(title: title))], but tried writing to \(place)")
    }

    /// The last table in `range`: the block of cells around the lowest one that holds something, up to the first empty
    /// rows and columns.
    func table(in range: A1Range) -> A1Range? {
        guard let start = lastUsedCell(in: range) else { return nil }
        var rows = start.row..<start.row + 1
        var columns = start.column..<start.column + 1
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            let wide = max(0, columns.lowerBound - 1)..<columns.upperBound + 1
            let tall = max(0, rows.lowerBound - 1)..<rows.upperBound + 1
            if rows.lowerBound > 0, isUsed(rows.lowerBound - 1..<rows.lowerBound, wide) {
                rows = rows.lowerBound - 1..<rows.upperBound
                isGrowing = true
            }
            if isUsed(rows.upperBound..<rows.upperBound + 1, wide) {
                rows = rows.lowerBound..<rows.upperBound + 1
                isGrowing = true
            }
            if columns.lowerBound > 0, isUsed(tall, columns.lowerBound - 1..<columns.lowerBound) {
                columns = columns.lowerBound - 1..<columns.upperBound
                isGrowing = true
            }
            if isUsed(tall, columns.upperBound..<columns.upperBound + 1) {
                columns = columns.lowerBound..<columns.upperBound + 1
                isGrowing = true
            }
        }
        return A1Range(sheet: title, rows: rows, columns: columns)
    }

    private func lastUsedCell(in range: A1Range) -> (row: Int, column: Int)? {
        // One cell is where the search begins, not where it ends.
        let endRow = range.isCell ? usedRows : min(range.endRow ?? usedRows, usedRows)
        let endColumn = range.isCell ? usedColumns : min(range.endColumn ?? usedColumns, usedColumns)
        guard range.firstRow < endRow, range.firstColumn < endColumn else { return nil }
        for row in (range.firstRow..<endRow).reversed() {
            for column in range.firstColumn..<endColumn where self[row, column] != .empty { return (row, column) }
        }
        return nil
    }

    private func isUsed(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
        rows.contains { row in columns.contains { self[row, $0] != .empty } }
    }
}
