/// What the outside world saw of Google.
enum GoogleLedger {
    static func json(_ state: GoogleState) -> JSONValue {
        let statuses = state.statuses.map { (String($0.key), JSONValue($0.value)) }
        return [
            "sheets": .object(state.spreadsheets.mapValues(cells)),
            // A formula where a message should be is an injection that worked, so they are told apart.
            "formulas": JSONValue(state.spreadsheets.values.flatMap(\.sheets).map(\.formulaCount).reduce(0, +)),
            "requests": [
                "total": JSONValue(state.statuses.values.reduce(0, +)), "calls": JSONValue(state.calls),
                "statuses": .object(Dictionary(statuses, uniquingKeysWith: { first, _ in first })),
            ],
            "tokensIssued": JSONValue(state.endpoint.tokens.issued),
        ]
    }

    /// By title, the rows up to the last one used.
    private static func cells(_ spreadsheet: Spreadsheet) -> JSONValue {
        let sheets = spreadsheet.sheets.map { ($0.title, JSONValue.array($0.values(.unformatted))) }
        return .object(Dictionary(sheets, uniquingKeysWith: { first, _ in first }))
    }
}
