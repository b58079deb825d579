/// A part of a sheet in A1 notation. Rows and columns count from 0; ends are exclusive, nil is open.
struct A1Range: Sendable, Hashable {
    /// nil means the first sheet.
    var sheet: String?
    var firstRow = 0
    var endRow: Int?
    var firstColumn = 0
    var endColumn: Int?

    /// Whether this names one cell: what is written there may reach further right and down.
    var isCell: Bool { endRow == firstRow + 1 && endColumn == firstColumn + 1 && isSingle }
    private var isSingle = true

    /// Reads `Sheet1!A1:B2`, `'My sheet'!A:C`, `B2`, `2:5`, `A5:B`, or a sheet's title alone.
    /// nil when it is none of these or the sheet is not among `titles`.
    init?(_ text: String, titles: [String]) {
        if let title = Self.unquoted(text), titles.contains(title) {
            sheet = title
            isSingle = false
            return
        }
        guard let (title, cells) = Self.split(text) else { return nil }
        if let title {
            guard titles.contains(title) else { return nil }
            sheet = title
        }
        guard read(cells) else { return nil }
    }

    init(sheet: String?, rows: Range<Int>, columns: Range<Int>) {
        self.sheet = sheet
        firstRow = rows.lowerBound
        endRow = rows.upperBound
        firstColumn = columns.lowerBound
        endColumn = columns.upperBound
    }

    private mutating func read(_ cells: Substring) -> Bool {
        let corners = cells.split(separator: ":", omittingEmptySubsequences: false).map(Corner.init)
        switch corners.count {
        case 1:
            guard let corner = corners[0], let row = corner.row, let column = corner.column else { return false }
            (firstRow, endRow, firstColumn, endColumn) = (row, row + 1, column, column + 1)
        case 2:
            guard var start = corners[0], var end = corners[1] else { return false }
            isSingle = false
            Self.order(&start.row, &end.row)
            Self.order(&start.column, &end.column)
            (firstRow, endRow) = (start.row ?? 0, end.row.map { $0 + 1 })
            (firstColumn, endColumn) = (start.column ?? 0, end.column.map { $0 + 1 })
        default:
            return false
        }
        return true
    }

    /// `B2:A1` means `A1:B2`.
    private static func order(_ first: inout Int?, _ second: inout Int?) {
        if let one = first, let two = second, one > two { swap(&first, &second) }
    }

    /// The title, if one is given, and the cells.
    private static func split(_ text: String) -> (String?, Substring)? {
        guard let mark = text.lastIndex(of: "!") else { return (nil, text[...]) }
        guard let title = unquoted(String(text[..<mark])) else { return nil }
        return (title, text[text.index(after: mark)...])
    }

    private static func unquoted(_ text: String) -> String? {
        guard text.hasPrefix("'") else { return text.isEmpty ? nil : text }
        guard text.count > 2, text.hasSuffix("'") else { return nil }
        return String(text.dropFirst().dropLast()).replacing("''", with: "'")
    }
}

extension A1Range {
    /// One corner: `B2`, `B` or `2`, each part perhaps behind a `$`.
    private struct Corner {
        var row: Int?
        var column: Int?

        init?(_ text: Substring) {
            var rest = text.drop { $0 == "$" }
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            guard letters.count <= 3 else { return nil }
            if !letters.isEmpty { column = A1Range.column(String(letters)) }
            rest = rest.dropFirst(letters.count).drop { $0 == "$" }
            if !rest.isEmpty {
                guard let number = Int(rest), number > 0, rest.allSatisfy(\.isNumber) else { return nil }
                row = number - 1
            }
            if row == nil && column == nil { return nil }
        }
    }

    /// `A` is 0, `Z` 25, `AA` 26.
    static func column(_ letters: String) -> Int {
        letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
    }

    static func letters(_ column: Int) -> String {
        var rest = column + 1
        var letters = ""
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }

    /// As Google writes it: the title in quotes only where it needs them, one cell without a colon.
    func text(title: String) -> String {
        let isPlain = title.first?.isNumber == false && title.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        let name = isPlain ? title : "'" + title.replacing("'", with: "''") + "'"
        let start = Self.letters(firstColumn) + String(firstRow + 1)
        let end = (endColumn.map { Self.letters($0 - 1) } ?? "") + (endRow.map(String.init) ?? "")
        if end.isEmpty || end == start { return "\(name)!\(start)" }
        return "\(name)!\(start):\(end)"
    }

    func contains(row: Int) -> Bool { row >= firstRow && row < endRow ?? .max }
    func contains(column: Int) -> Bool { column >= firstColumn && column < endColumn ?? .max }
}
