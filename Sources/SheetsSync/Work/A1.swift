/// Ranges as the Sheets API writes them. Pure.
enum A1 {
    /// Rows of a tab, all their columns: `'Messages'!A2:J5`.
    static func rows(_ rows: ClosedRange<Int>, in tab: String, columns: Int = RowLayout.width) -> String {
        "\(quoted(tab))!A\(rows.lowerBound):\(letters(columns))\(rows.upperBound)"
    }

    /// Rows of a tab, their first column only.
    static func recordIDs(_ rows: ClosedRange<Int>, in tab: String) -> String {
        Self.rows(rows, in: tab, columns: 1)
    }

    /// A row with all its columns, however many there are: `'Messages'!5:5`.
    static func wholeRow(_ row: Int, in tab: String) -> String { "\(quoted(tab))!\(row):\(row)" }

    /// The letters of the column with that number, from 1: A, B, …, Z, AA.
    static func letters(_ number: Int) -> String {
        var rest = number
        var letters = ""
        while rest > 0 {
            let (quotient, remainder) = (rest - 1).quotientAndRemainder(dividingBy: 26)
            letters = String(UnicodeScalar(UInt8(65 + remainder))) + letters
            rest = quotient
        }
        return letters
    }

    private static func quoted(_ tab: String) -> String {
        "'" + tab.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
