/// A spreadsheet: sheets in order.
struct Spreadsheet: Sendable {
    /// Cells of all sheets together, filled or not.
    static let cellLimit = 10_000_000

    let id: String
    let title: String
    /// Who made it through the API; nil for one made by hand.
    let creator: String?
    var sheets: [SheetGrid]

    init(id: String, title: String, creator: String? = nil, sheets: [SheetGrid] = [SheetGrid(id: 0, title: "Sheet1")]) {
        self.id = id
        self.title = title
        self.creator = creator
        self.sheets = sheets
    }

    /// The range with the index of its sheet; "Unable to parse range" when there is none.
    func locate(_ text: String) throws(GoogleError) -> (sheet: Int, range: A1Range) {
        guard let range = A1Range(text, titles: sheets.map(\.title)),
            let index = range.sheet == nil ? 0 : sheets.firstIndex(where: { $0.title == range.sheet })
        else { throw .invalid("Unable to parse range: \(text)") }
        return (index, range)
    }

    func checkSize() throws(GoogleError) {
        guard sheets.map(\.cellCount).reduce(0, +) <= Self.cellLimit else {
            throw .invalid(
                "This action would increase the number of cells in the workbook above the limit of "
                    + "\(Self.cellLimit) cells.")
        }
    }

    /// The resource Spreadsheet, without grid data.
    var json: JSONValue {
        [
            "spreadsheetId": .string(id),
            "properties": [
                "title": .string(title), "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT",
            ],
            "sheets": .array(sheets.enumerated().map { ["properties": $0.element.properties(index: $0.offset)] }),
            "spreadsheetUrl": .string("https://docs.google.com/spreadsheets/d/\(id)/edit"),
        ]
    }
}

extension Spreadsheet {
    /// `values.get`: ValueRange.
    func values(_ text: String, _ options: ReadOptions) throws(GoogleError) -> JSONValue {
        let (index, range) = try locate(text)
        let sheet = sheets[index]
        let clamped = try sheet.clamp(range)
        var values = sheet.values(in: clamped, options.rendering)
        if options.byColumns { values = Self.transposed(values) }
        var body: JSONValue = [
            "range": .string(clamped.text(title: sheet.title)),
            "majorDimension": options.byColumns ? "COLUMNS" : "ROWS",
        ]
        if !values.isEmpty { body["values"] = .array(values) }
        return body
    }

    /// `values.update` and each part of `values.batchUpdate`: UpdateValuesResponse.
    mutating func update(_ text: String, _ values: FieldReader, _ options: WriteOptions) throws(GoogleError)
        -> JSONValue
    {
        let (index, range) = try locate(text)
        let block = try CellBlock(values["values"], byColumns: try values.byColumns(), options.input)
        let written = try sheets[index].write(block, at: range)
        return response(to: block, written, in: index, options)
    }

    /// `values.append`: AppendValuesResponse.
    mutating func append(
        _ text: String, _ values: FieldReader, _ options: WriteOptions, insertsRows: Bool
    ) throws(GoogleError) -> JSONValue {
        let (index, range) = try locate(text)
        let block = try CellBlock(values["values"], byColumns: try values.byColumns(), options.input)
        _ = try sheets[index].clamp(range)
        let table = sheets[index].table(in: range)
        let row = table?.endRow ?? range.firstRow
        let column = table?.firstColumn ?? range.firstColumn
        if insertsRows {
            sheets[index].insertRows(block.rows.count, at: row)
        } else if row + block.rows.count > sheets[index].rowCount {
            sheets[index].resize(rows: row + block.rows.count, columns: sheets[index].columnCount)
        }
        if column + block.width > sheets[index].columnCount {
            sheets[index].resize(rows: sheets[index].rowCount, columns: column + block.width)
        }
        try checkSize()
        let written = sheets[index].put(block, row: row, column: column)
        var body: JSONValue = [
            "spreadsheetId": .string(id), "updates": response(to: block, written, in: index, options),
        ]
        if let table { body["tableRange"] = .string(table.text(title: sheets[index].title)) }
        return body
    }

    /// `values.clear`: what was cleared.
    mutating func clear(_ text: String) throws(GoogleError) -> String {
        let (index, range) = try locate(text)
        let clamped = try sheets[index].clamp(range)
        sheets[index].clear(clamped)
        return clamped.text(title: sheets[index].title)
    }

    private func response(
        to block: CellBlock, _ written: A1Range, in index: Int, _ options: WriteOptions
    ) -> JSONValue {
        let range = written.text(title: sheets[index].title)
        var body: JSONValue = ["spreadsheetId": .string(id), "updatedRange": .string(range)]
        if block.cellCount > 0 {
            body["updatedRows"] = JSONValue(block.rows.count)
            body["updatedColumns"] = JSONValue(block.width)
            body["updatedCells"] = JSONValue(block.cellCount)
        }
        if let rendering = options.echoes {
            body["updatedData"] = [
                "range": .string(range), "majorDimension": "ROWS",
                "values": .array(sheets[index].values(in: written, rendering)),
            ]
        }
        return body
    }

    private static func transposed(_ rows: [JSONValue]) -> [JSONValue] {
        let lines = rows.map { $0.array ?? [] }
        return (0..<(lines.map(\.count).max() ?? 0)).map { column in
            .array(lines.map { $0.indices.contains(column) ? $0[column] : "" })
        }
    }
}
