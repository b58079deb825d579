import Testing

@testable import Sandbox

@Suite struct A1RangeTests {
    private static let titles = ["Sheet1", "My sheet", "O'Neil", "Log"]

    @Test(arguments: [
        ("Sheet1!A1:B2", "Sheet1!A1:B2"), ("A1", "Sheet1!A1"), ("Sheet1!B2:A1", "Sheet1!A1:B2"),
        ("'My sheet'!C3", "'My sheet'!C3"), ("'O''Neil'!A:C", "'O''Neil'!A1:C"), ("Log!2:5", "Log!A2:5"),
        ("Log!A5:B", "Log!A5:B"), ("$A$1:$B$2", "Sheet1!A1:B2"), ("AA10:AB11", "Sheet1!AA10:AB11"),
        ("Log!zz9", "Log!ZZ9"),
    ])
    func `a range is read and written as Google writes it`(text: String, written: String) throws {
        let range = try #require(A1Range(text, titles: Self.titles))
        #expect(range.text(title: range.sheet ?? "Sheet1") == written)
    }

    @Test(arguments: [
        "Nowhere!A1", "A0", "A1:B2:C3", "", "!A1", "Sheet1!", "1", "A", "ABCD1", "A-1", "'My sheet!A1", "My sheet!A1 ",
    ])
    func `what is no range is refused`(text: String) {
        #expect(A1Range(text, titles: Self.titles) == nil)
    }

    @Test func `a title alone is the whole sheet, also when it looks like a cell`() throws {
        let range = try #require(A1Range("Log", titles: Self.titles))
        #expect(range.sheet == "Log" && range.endRow == nil && range.endColumn == nil && !range.isCell)
        let odd = try #require(A1Range("B2", titles: ["Sheet1", "B2"]))
        #expect(odd.sheet == "B2" && !odd.isCell)
    }

    @Test func `one cell is a start and a range of one cell a bound`() throws {
        #expect(try #require(A1Range("A1", titles: Self.titles)).isCell)
        #expect(try #require(A1Range("A1:A1", titles: Self.titles)).isCell == false)
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (18_277, "ZZZ")])
    func `columns have letters`(column: Int, letters: String) {
        #expect(A1Range.letters(column) == letters)
        #expect(A1Range.column(letters) == column)
    }
}
