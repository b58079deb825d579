import Testing

@testable import Sandbox

@Suite struct SpreadsheetTests {
    private let raw: WriteOptions
    private let read: ReadOptions

    init() throws {
        raw = try WriteOptions(input: "RAW", echoes: false, rendering: nil)
        read = try ReadOptions(FormFields())
    }

    private func make(rows: Int = 10, columns: Int = 4) -> Spreadsheet {
        Spreadsheet(id: "s", title: "T", sheets: [SheetGrid(id: 0, title: "Log", rowCount: rows, columnCount: columns)])
    }

    private func body(_ values: JSONValue) throws -> FieldReader {
        try FieldReader(["values": values], known: ["values"])
    }

    private func refusal(_ body: () throws -> Void) -> String? {
        #expect(throws: GoogleError.self) { try body() }?.message
    }

    @Test func `raw text stays text and typed text becomes what it means`() throws {
        let cells: JSONValue = ["=1+1", "12", "TRUE", "'x", "1,234.5", "50%", "12 apples", ""]
        #expect(
            try cells.array?.map { try CellValue.read($0, as: .raw) } == [
                .text("=1+1"), .text("12"), .text("TRUE"), .text("'x"), .text("1,234.5"), .text("50%"),
                .text("12 apples"),
                .empty,
            ])
        #expect(
            try cells.array?.map { try CellValue.read($0, as: .userEntered) } == [
                .formula("=1+1"), .number(12), .bool(true), .text("x"), .number(1234.5), .number(0.5),
                .text("12 apples"),
                .empty,
            ])
        #expect(try CellValue.read(7, as: .raw) == .number(7))
        #expect(try CellValue.read(nil, as: .raw) == nil)
    }

    @Test func `a cell holds fifty thousand characters`() throws {
        let full = String(repeating: "x", count: 50_000)
        #expect(try CellValue.read(.string(full), as: .raw) == .text(full))
        var sheet = make()
        #expect(
            refusal { _ = try sheet.update("A1", try body([[.string(full + "x")]]), raw) }
                == "Your input contains more than the maximum of 50000 characters in a single cell.")
    }

    @Test func `rows are read back without their empty ends`() throws {
        var sheet = make()
        let answer = try sheet.update("Log!B2", try body([["a", nil, "c"], [], ["", "e"]]), raw)
        #expect(answer["updatedRange"] == "Log!B2:D4")
        #expect(answer["updatedRows"] == 3 && answer["updatedColumns"] == 3 && answer["updatedCells"] == 4)
        let values = try sheet.values("Log", read)
        #expect(values["range"] == "Log!A1:D10")
        #expect(values["values"] == [[], ["", "a", "", "c"], [], ["", "", "e"]])
        #expect(try sheet.values("Log!A9:B10", read)["values"] == nil)
    }

    @Test func `null leaves a cell alone and an empty text clears it`() throws {
        var sheet = make()
        _ = try sheet.update("A1", try body([["a", "b", "c"]]), raw)
        _ = try sheet.update("A1", try body([[nil, "", "C"]]), raw)
        #expect(try sheet.values("A1:C1", read)["values"] == [["a", "", "C"]])
    }

    @Test func `numbers are shown as text or given as numbers`() throws {
        var sheet = make()
        _ = try sheet.update("A1", try body([[5, 2.5, true]]), raw)
        #expect(try sheet.values("A1:C1", read)["values"] == [["5", "2.5", "TRUE"]])
        let plain = try ReadOptions(FormFields(parsing: "valueRenderOption=UNFORMATTED_VALUE&majorDimension=COLUMNS"))
        #expect(try sheet.values("A1:C1", plain)["values"] == [[5], [2.5], [true]])
    }

    @Test(arguments: [
        ("Log!A11", "Range (Log!A11) exceeds grid limits. Max rows: 10, max columns: 4"),
        ("Log!E1:F2", "Range (Log!E1:F2) exceeds grid limits. Max rows: 10, max columns: 4"),
        ("Log!A10", "Requested writing within range [Log!A10], but tried writing to row [11]"),
        ("Log!D1", "Requested writing within range [Log!D1], but tried writing to column [E]"),
        ("Log!A1:A9", "Requested writing within range [Log!A1:A9], but tried writing to column [B]"),
        ("Log!A1:B1", "Requested writing within range [Log!A1:B1], but tried writing to row [2]"),
        ("Elsewhere!A1", "Unable to parse range: Elsewhere!A1"),
    ])
    func `writing outside is refused and changes nothing`(range: String, message: String) throws {
        var sheet = make()
        let values = try body([["a", "b"], ["c", "d"]])
        #expect(refusal { _ = try sheet.update(range, values, raw) } == message)
        #expect(try sheet.values("Log", read)["values"] == nil)
    }

    @Test(
        arguments: [
            (["x"], "Invalid value at 'values[0]'"), ("x", "Invalid value at 'values'"),
            ([["a"], [["b"]]], "Invalid values[1][0]: list_value"),
            ([[["a": 1]]], "Invalid values[0][0]: struct_value"),
        ] as [(JSONValue, String)])
    func `values must be rows of plain values`(values: JSONValue, message: String) throws {
        var sheet = make()
        let body = try body(values)
        #expect(refusal { _ = try sheet.update("A1", body, raw) }?.hasPrefix(message) == true)
    }

    @Test func `rows are appended to the last table and the grid grows`() throws {
        var sheet = make(rows: 4)
        _ = try sheet.update("B2", try body([["id", "text"], ["1", "x"]]), raw)
        let first = try sheet.append("Log!A1", try body([["2", "y"]]), raw, insertsRows: false)
        #expect(first["tableRange"] == "Log!B2:C3")
        #expect(first["updates"]?["updatedRange"] == "Log!B4:C4")
        let second = try sheet.append("Log", try body([["3"], ["4"]]), raw, insertsRows: false)
        #expect(second["updates"]?["updatedRange"] == "Log!B5:B6")
        #expect(sheet.sheets[0].rowCount == 6)
        let third = try sheet.append("Log", try body([["5"]]), raw, insertsRows: true)
        #expect(third["updates"]?["updatedRange"] == "Log!B7" && sheet.sheets[0].rowCount == 7)
    }

    @Test func `an empty sheet is appended to at the range's start`() throws {
        var sheet = make()
        let answer = try sheet.append("Log!A1:D1", try body([["a"]]), raw, insertsRows: false)
        #expect(answer["tableRange"] == nil && answer["updates"]?["updatedRange"] == "Log!A1")
    }

    @Test func `clearing empties cells and keeps the grid`() throws {
        var sheet = make()
        _ = try sheet.update("A1", try body([["a", "b"], ["c", "d"]]), raw)
        #expect(try sheet.clear("Log!B1:Z9") == "Log!B1:D9")
        #expect(try sheet.values("Log", read)["values"] == [["a"], ["c"]])
        #expect(try sheet.clear("Log!A9:A10") == "Log!A9:A10")
    }

    @Test func `sheets are added, grown and renamed`() throws {
        var sheet = make()
        let added = try sheet.apply(
            ["addSheet": ["properties": ["title": "New", "gridProperties": ["rowCount": 3]]]], place: "requests[0]")
        #expect(added["addSheet"]?["properties"]?["title"] == "New")
        let id = try #require(added["addSheet"]?["properties"]?["sheetId"])
        let grow: JSONValue = ["appendDimension": ["sheetId": id, "dimension": "ROWS", "length": 2]]
        #expect(try sheet.apply(grow, place: "requests[0]") == [:])
        #expect(sheet.sheets[1].rowCount == 5)
        let change: JSONValue = [
            "properties": ["sheetId": id, "title": "Old", "index": 0, "gridProperties": ["frozenRowCount": 1]],
            "fields": "title,index,gridProperties.frozenRowCount",
        ]
        _ = try sheet.apply(["updateSheetProperties": change], place: "requests[0]")
        #expect(sheet.sheets.map(\.title) == ["Old", "Log"] && sheet.sheets[0].frozenRows == 1)
    }

    @Test(
        arguments: [
            (
                ["addSheet": ["properties": ["title": "log"]]],
                "Invalid requests[3].addSheet: A sheet with the name \"log\""
            ),
            (
                ["addSheet": ["properties": ["sheetId": 0, "title": "x"]]],
                "Invalid requests[3].addSheet: A sheet with the ID 0"
            ),
            (
                ["addSheet": ["properties": ["titel": "x"]]],
                "Invalid requests[3].addSheet: Invalid JSON payload received."
            ),
            (
                ["appendDimension": ["sheetId": 4, "dimension": "ROWS", "length": 1]],
                "Invalid requests[3].appendDimension: No grid with id: 4"
            ),
            (
                ["appendDimension": ["sheetId": 0, "dimension": "ROWS", "length": 3_000_000]],
                "Invalid requests[3].appendDimension: This action would increase the number of cells"
            ),
            (
                ["updateSheetProperties": ["properties": ["sheetId": 0]]],
                "Invalid requests[3].updateSheetProperties: At least one field"
            ),
            (["sortRange": [:]], "Invalid requests[3].sortRange: The sandbox does not know"),
            ([:], "Invalid requests[3]: No request set."),
        ] as [(JSONValue, String)])
    func `wrong requests are named`(request: JSONValue, message: String) {
        var sheet = make()
        #expect(refusal { _ = try sheet.apply(request, place: "requests[3]") }?.hasPrefix(message) == true)
    }
}
