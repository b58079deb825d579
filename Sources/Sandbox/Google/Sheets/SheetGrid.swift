/// One sheet of a spreadsheet: its cells within a grid of fixed size.
struct SheetGrid: Sendable {
    let id: Int
    var title: String
    private(set) var rowCount: Int
    private(set) var columnCount: Int
    var frozenRows = 0
    var frozenColumns = 0
    var isHidden = false
    /// Shorter than the grid where nothing was written.
    private var rows: [[CellValue]] = []

    init(id: Int, title: String, rowCount: Int = 1000, columnCount: Int = 26) {
        self.id = id
        self.title = title
        self.rowCount = rowCount
        self.columnCount = columnCount
    }

    var cellCount: Int { rowCount * columnCount }

    /// Rows and columns behind the end; what a smaller grid cuts off is lost.
    mutating func resize(rows newRows: Int, columns newColumns: Int) {
        rowCount = newRows
        columnCount = newColumns
        if rows.count > newRows { rows.removeLast(rows.count - newRows) }
        for index in rows.indices where rows[index].count > newColumns {
            rows[index].removeLast(rows[index].count - newColumns)
        }
    }

    subscript(row: Int, column: Int) -> CellValue {
        get {
            guard rows.indices.contains(row), rows[row].indices.contains(column) else { return .empty }
            return rows[row][column]
        }
        set {
            if rows.count <= row { rows += Array(repeating: [], count: row + 1 - rows.count) }
            let missing = column + 1 - rows[row].count
            if missing > 0 { rows[row] += Array(repeating: .empty, count: missing) }
            rows[row][column] = newValue
        }
    }

    mutating func insertRows(_ count: Int, at row: Int) {
        rowCount += count
        if row < rows.count { rows.insert(contentsOf: Array(repeating: [], count: count), at: row) }
    }

    /// Row and column behind the last cell that holds something.
    var usedRows: Int { rows.lastIndex { $0.contains { $0 != .empty } }.map { $0 + 1 } ?? 0 }
    var usedColumns: Int { rows.map { $0.lastIndex { $0 != .empty }.map { $0 + 1 } ?? 0 }.max() ?? 0 }

    var formulaCount: Int {
        rows.joined().count { if case .formula = $0 { true } else { false } }
    }

    /// All rows up to the last used one, each without the empty cells at its end.
    func values(_ rendering: CellValue.Rendering) -> [JSONValue] {
        values(in: A1Range(sheet: nil, rows: 0..<rowCount, columns: 0..<columnCount), rendering)
    }

    /// The values in `range`, without empty rows and cells at the ends.
    func values(in range: A1Range, _ rendering: CellValue.Rendering) -> [JSONValue] {
        let end = min(range.endRow ?? rowCount, rows.count)
        guard range.firstRow < end else { return [] }
        var found = (range.firstRow..<end).map { row -> [JSONValue] in
            let last = min(range.endColumn ?? columnCount, rows[row].count)
            guard range.firstColumn < last else { return [] }
            let cells = rows[row][range.firstColumn..<last]
            guard let lastUsed = cells.lastIndex(where: { $0 != .empty }) else { return [] }
            return cells[...lastUsed].map { $0.json(rendering) }
        }
        while found.last?.isEmpty == true { found.removeLast() }
        return found.map { .array($0) }
    }

    /// The range with open ends closed by the grid and far ends cut at it; refused when it begins outside.
    func clamp(_ range: A1Range) throws(GoogleError) -> A1Range {
        guard range.firstRow < rowCount, range.firstColumn < columnCount else {
            throw .invalid(
                "Range (\(range.text(title: title))) exceeds grid limits. "
                    + "Max rows: \(rowCount), max columns: \(columnCount)")
        }
        var clamped = range
        clamped.endRow = min(range.endRow ?? rowCount, rowCount)
        clamped.endColumn = min(range.endColumn ?? columnCount, columnCount)
        return clamped
    }

    mutating func clear(_ range: A1Range) {
        for row in range.firstRow..<min(range.endRow ?? rowCount, max(rows.count, range.firstRow)) {
            for column in rows[row].indices where range.contains(column: column) { rows[row][column] = .empty }
        }
    }

    /// SheetProperties.
    func properties(index: Int) -> JSONValue {
        var grid: JSONValue = ["rowCount": JSONValue(rowCount), "columnCount": JSONValue(columnCount)]
        if frozenRows > 0 { grid["frozenRowCount"] = JSONValue(frozenRows) }
        if frozenColumns > 0 { grid["frozenColumnCount"] = JSONValue(frozenColumns) }
        var properties: JSONValue = [
            "sheetId": JSONValue(id), "title": .string(title), "index": JSONValue(index), "sheetType": "GRID",
            "gridProperties": grid,
        ]
        if isHidden { properties["hidden"] = true }
        return properties
    }
}
