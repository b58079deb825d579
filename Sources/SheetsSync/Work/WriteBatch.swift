/// What goes into one write: rows next to each other become one range. Pure.
struct WriteBatch: Equatable, Sendable {
    static let rowLimit = 500
    /// Google advises 2 MB for a request: developers.google.com/workspace/sheets/api/limits.
    static let byteLimit = 2_000_000

    struct Range: Equatable, Sendable {
        var firstRow: Int
        var rows: [[String]]

        var numbers: ClosedRange<Int> { firstRow...(firstRow + rows.count - 1) }
    }

    private(set) var ranges: [Range] = []
    /// The rows that fit, ascending by place.
    private(set) var taken: [RowDocument] = []

    /// Takes the rows with the lowest places that fit; at least one, however long. A row's cells are at most 10 of
    /// 50,000 characters, which is below the limit in bytes.
    init(_ rows: [RowDocument], rowLimit: Int = Self.rowLimit, byteLimit: Int = Self.byteLimit) {
        // The envelope, and a range of its own for each row at worst.
        var bytes = 64
        for row in rows.sorted(by: { $0.place < $1.place }).prefix(max(1, rowLimit)) {
            let size = row.cells.reduce(192) { $0 + Self.jsonLength($1) + 1 }
            guard taken.isEmpty || bytes + size <= byteLimit else { break }
            bytes += size
            taken.append(row)
            if let last = ranges.last, last.numbers.upperBound + 1 == row.place {
                ranges[ranges.count - 1].rows.append(row.cells)
            } else {
                ranges.append(Range(firstRow: row.place, rows: [row.cells]))
            }
        }
    }

    /// Bytes of the text as a JSON string, quotes included.
    static func jsonLength(_ text: String) -> Int {
        text.utf8.reduce(2) { length, byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): length + 2
            case 0..<0x20: length + 6
            default: length + 1
            }
        }
    }
}
