import Foundation

/// The page at `/sheet`: HTML with its style and script inside.
enum SheetPage {
    static let html = String(decoding: PackageResources.sheet_html, as: UTF8.self)
        .replacing("/*STYLE*/", with: String(decoding: PackageResources.sheet_css, as: UTF8.self))
        .replacing("/*SCRIPT*/", with: String(decoding: PackageResources.sheet_js, as: UTF8.self))
}

/// What that page shows. Its shape belongs to the page's script.
enum SheetView {
    /// Rows that are drawn, the last ones.
    static let rowLimit = 500

    static func json(_ state: GoogleState) -> JSONValue {
        guard let spreadsheet = state.spreadsheets[GoogleWorld.sheet] else { return nil }
        let sheets = spreadsheet.sheets.map { sheet -> JSONValue in
            let rows = sheet.values(.formatted)
            let first = max(0, rows.count - rowLimit)
            return [
                "title": .string(sheet.title), "first": JSONValue(first + 1),
                // The head stays visible however far the rows have gone.
                "head": first > 0 ? rows[0] : [], "rows": .array(Array(rows[first...])),
                "columns": JSONValue(max(8, sheet.usedColumns)), "rowCount": JSONValue(sheet.rowCount),
            ]
        }
        return ["title": .string(spreadsheet.title), "sheets": .array(sheets)]
    }
}
