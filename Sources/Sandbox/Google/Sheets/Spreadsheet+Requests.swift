/// The typed requests of `spreadsheets.batchUpdate` that the sandbox knows. Others are refused by name.
extension Spreadsheet {
    /// Applies one request; gives its reply.
    mutating func apply(_ request: JSONValue, place: String) throws(GoogleError) -> JSONValue {
        guard let object = request.object else { throw .malformed("Invalid value at '\(place)' (Object expected)") }
        guard object.count == 1, let (kind, body) = object.first else {
            throw .invalid("Invalid \(place): No request set.")
        }
        do throws(GoogleError) {
            switch kind {
            case "addSheet": return ["addSheet": ["properties": try addSheet(body)]]
            case "appendDimension": try appendDimension(body)
            case "updateSheetProperties": try updateSheetProperties(body)
            default: throw .invalid("The sandbox does not know this request.")
            }
        } catch {
            throw error.inside("\(place).\(kind)")
        }
        return [:]
    }

    private static let propertyNames: Set<String> = [
        "sheetId", "title", "index", "sheetType", "gridProperties", "hidden", "tabColor", "tabColorStyle",
        "rightToLeft", "dataSourceSheetProperties",
    ]
    private static let gridNames: Set<String> = [
        "rowCount", "columnCount", "frozenRowCount", "frozenColumnCount", "hideGridlines",
        "rowGroupControlAfter", "columnGroupControlAfter",
    ]

    private mutating func addSheet(_ body: JSONValue) throws(GoogleError) -> JSONValue {
        let request = try FieldReader(body, known: ["properties"])
        let properties = try FieldReader(request["properties"] ?? [:], known: Self.propertyNames)
        let grid = try FieldReader(properties["gridProperties"] ?? [:], known: Self.gridNames)
        let title = try properties.text("title") ?? unusedTitle()
        let id = try properties.integer("sheetId") ?? (sheets.map(\.id).max() ?? 0) + 1
        try checkTitle(title)
        if sheets.contains(where: { $0.id == id }) {
            throw .invalid("A sheet with the ID \(id) already exists. Please use another ID.")
        }
        var sheet = SheetGrid(
            id: id, title: title, rowCount: try grid.integer("rowCount") ?? 1000,
            columnCount: try grid.integer("columnCount") ?? 26)
        sheet.frozenRows = try grid.integer("frozenRowCount") ?? 0
        sheet.frozenColumns = try grid.integer("frozenColumnCount") ?? 0
        try checkGrid(sheet)
        let index = min(max(0, try properties.integer("index") ?? sheets.count), sheets.count)
        sheets.insert(sheet, at: index)
        try checkSize()
        return sheet.properties(index: index)
    }

    private mutating func appendDimension(_ body: JSONValue) throws(GoogleError) {
        let request = try FieldReader(body, known: ["sheetId", "dimension", "length", "tableId"])
        let index = try sheet(id: try request.integer("sheetId") ?? 0)
        guard let length = try request.integer("length"), length > 0 else {
            throw .invalid("length must be greater than 0.")
        }
        guard let dimension = try request.text("dimension"), dimension != "DIMENSION_UNSPECIFIED" else {
            throw .invalid("No dimension specified.")
        }
        let byColumns = try FieldReader.byColumns(dimension)
        let sheet = sheets[index]
        sheets[index].resize(
            rows: sheet.rowCount + (byColumns ? 0 : length), columns: sheet.columnCount + (byColumns ? length : 0))
        try checkSize()
    }

    private mutating func updateSheetProperties(_ body: JSONValue) throws(GoogleError) {
        let request = try FieldReader(body, known: ["properties", "fields"])
        guard let mask = try request.text("fields"), !mask.isEmpty else {
            throw .invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
        }
        let properties = try FieldReader(request["properties"] ?? [:], known: Self.propertyNames)
        let grid = try FieldReader(properties["gridProperties"] ?? [:], known: Self.gridNames)
        let index = try sheet(id: try properties.integer("sheetId") ?? 0)
        var changed = sheets[index]
        for field in mask.split(whereSeparator: { $0 == "," || $0 == " " }) {
            switch field {
            case "title":
                guard let title = try properties.text("title") else { throw .invalid("The title must not be empty.") }
                if title != changed.title { try checkTitle(title) }
                changed.title = title
            case "hidden": changed.isHidden = try properties.flag("hidden") ?? false
            case "index": break
            case "gridProperties.frozenRowCount": changed.frozenRows = try grid.integer("frozenRowCount") ?? 0
            case "gridProperties.frozenColumnCount": changed.frozenColumns = try grid.integer("frozenColumnCount") ?? 0
            case "gridProperties.rowCount", "gridProperties.columnCount", "gridProperties":
                changed.resize(
                    rows: try grid.integer("rowCount") ?? changed.rowCount,
                    columns: try grid.integer("columnCount") ?? changed.columnCount)
                if field == "gridProperties" {
                    changed.frozenRows = try grid.integer("frozenRowCount") ?? 0
                    changed.frozenColumns = try grid.integer("frozenColumnCount") ?? 0
                }
            default: throw .invalid("The sandbox cannot change the field '\(field)'.")
            }
        }
        try checkGrid(changed)
        sheets[index] = changed
        if mask.contains("index"), let target = try properties.integer("index") {
            sheets.remove(at: index)
            sheets.insert(changed, at: min(max(0, target), sheets.count))
        }
        try checkSize()
    }

    private func sheet(id: Int) throws(GoogleError) -> Int {
        guard let index = sheets.firstIndex(where: { $0.id == id }) else { throw .invalid("No grid with id: \(id)") }
        return index
    }

    private func checkTitle(_ title: String) throws(GoogleError) {
        if title.isEmpty { throw .invalid("The title must not be empty.") }
        if sheets.contains(where: { $0.title.lowercased() == title.lowercased() }) {
            throw .invalid("A sheet with the name \"\(title)\" already exists. Please enter another name.")
        }
    }

    private func checkGrid(_ sheet: SheetGrid) throws(GoogleError) {
        guard sheet.rowCount > 0, sheet.columnCount > 0 else {
            throw .invalid("A sheet must have at least one row and one column.")
        }
        guard sheet.frozenRows < sheet.rowCount, sheet.frozenColumns < sheet.columnCount else {
            throw .invalid("You can't freeze all rows or columns on a sheet.")
        }
        guard sheet.columnCount <= 18_278 else {
            throw .invalid("This action would increase the number of columns above the limit of 18278 columns.")
        }
    }

    private func unusedTitle() -> String {
        let titles = Set(sheets.map(\.title))
        return (1...sheets.count + 1).map { "Sheet\($0)" }.first { !titles.contains($0) } ?? "Sheet"
    }
}
