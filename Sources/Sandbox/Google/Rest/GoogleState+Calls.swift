import Foundation

extension GoogleState {
    /// Does what was asked. A failed call changes nothing: it works on a copy.
    mutating func perform(
        _ call: SheetsCall, _ request: PeerRequest, as grant: AccessTokens.Grant
    ) throws(GoogleError) -> JSONValue {
        guard let id = call.spreadsheet else { return try create(request, as: grant) }
        var spreadsheet = try spreadsheet(id, for: grant)
        let answer = try Self.perform(call, request, on: &spreadsheet)
        spreadsheets[id] = spreadsheet
        return answer
    }

    private func spreadsheet(_ id: String, for grant: AccessTokens.Grant) throws(GoogleError) -> Spreadsheet {
        guard let spreadsheet = spreadsheets[id] else { throw .notFound }
        if grant.scopes.seesOnlyOwnFiles && spreadsheet.creator != grant.user { throw .notFound }
        if id == GoogleWorld.unsharedSheet { throw .denied }
        if let creator = spreadsheet.creator, creator != grant.user { throw .denied }
        return spreadsheet
    }

    private mutating func create(_ request: PeerRequest, as grant: AccessTokens.Grant) throws(GoogleError) -> JSONValue
    {
        let known: Set<String> = ["properties", "sheets", "namedRanges", "spreadsheetId", "spreadsheetUrl"]
        let body = try FieldReader.body(request.body, known: known)
        let title = body["properties"]?["title"]?.string ?? "Untitled spreadsheet"
        let titles = try body.list("sheets")?.compactMap { $0["properties"]?["title"]?.string } ?? []
        let sheets = (titles.isEmpty ? ["Sheet1"] : titles).enumerated().map {
            SheetGrid(id: $0.offset, title: $0.element)
        }
        let made = Spreadsheet(id: random.hex(44), title: title, creator: grant.user, sheets: sheets)
        spreadsheets[made.id] = made
        return made.json
    }

    private static func perform(
        _ call: SheetsCall, _ request: PeerRequest, on spreadsheet: inout Spreadsheet
    ) throws(GoogleError) -> JSONValue {
        switch call {
        case .create:
            throw .notFound
        case .get:
            guard request.query["includeGridData"] != "true" else {
                throw .invalid("The sandbox does not give grid data; read the values instead.")
            }
            return spreadsheet.json
        case .batchUpdate:
            return try batchUpdate(request, &spreadsheet)
        case .values(_, let range):
            return try spreadsheet.values(range, try ReadOptions(request.query))
        case .batchGetValues(let id):
            let options = try ReadOptions(request.query)
            var ranges: [JSONValue] = []
            for range in request.query.values("ranges") { ranges.append(try spreadsheet.values(range, options)) }
            return ["spreadsheetId": .string(id), "valueRanges": .array(ranges)]
        case .update(_, let range):
            return try spreadsheet.update(range, try valueRange(request, at: range), try WriteOptions(request.query))
        case .append(_, let range):
            let inserts = try insertsRows(request.query["insertDataOption"])
            return try spreadsheet.append(
                range, try valueRange(request, at: range), try WriteOptions(request.query), insertsRows: inserts)
        case .batchUpdateValues:
            return try batchUpdateValues(request, &spreadsheet)
        case .clear(let id, let range):
            _ = try FieldReader.body(request.body, known: [])
            return ["spreadsheetId": .string(id), "clearedRange": .string(try spreadsheet.clear(range))]
        case .batchClearValues(let id):
            var cleared: [JSONValue] = []
            for range in try FieldReader.body(request.body, known: ["ranges"]).list("ranges") ?? [] {
                cleared.append(.string(try spreadsheet.clear(range.string ?? "")))
            }
            return ["spreadsheetId": .string(id), "clearedRanges": .array(cleared)]
        }
    }

    private static let valueRangeNames: Set<String> = ["range", "majorDimension", "values"]

    /// The body of an update; a range in it must be the one in the path.
    private static func valueRange(_ request: PeerRequest, at range: String) throws(GoogleError) -> FieldReader {
        let values = try FieldReader.body(request.body, known: valueRangeNames)
        if let given = try values.text("range"), given != range {
            throw .invalid("Requested writing within range [\(range)], but the body names the range [\(given)]")
        }
        return values
    }

    private static func insertsRows(_ text: String?) throws(GoogleError) -> Bool {
        switch text {
        case nil, "OVERWRITE": return false
        case "INSERT_ROWS": return true
        case .some(let text): throw FieldReader.wrongEnum("insert_data_option", "InsertDataOption", text)
        }
    }

    private static func batchUpdateValues(
        _ request: PeerRequest, _ spreadsheet: inout Spreadsheet
    ) throws(GoogleError) -> JSONValue {
        let body = try FieldReader.body(
            request.body,
            known: [
                "valueInputOption", "data", "includeValuesInResponse", "responseValueRenderOption",
                "responseDateTimeRenderOption",
            ])
        let options = try WriteOptions(
            input: try body.text("valueInputOption"), echoes: try body.flag("includeValuesInResponse") ?? false,
            rendering: try body.text("responseValueRenderOption"))
        var responses: [JSONValue] = []
        var sheets: Set<Int> = []
        for (index, part) in (try body.list("data") ?? []).enumerated() {
            let values = try FieldReader(part, known: valueRangeNames, place: "data[\(index)]")
            do throws(GoogleError) {
                let range = try values.text("range") ?? ""
                sheets.insert(try spreadsheet.locate(range).sheet)
                responses.append(try spreadsheet.update(range, values, options))
            } catch {
                throw error.inside("data[\(index)]")
            }
        }
        func total(_ name: String) -> JSONValue { JSONValue(responses.map { $0[name]?.int ?? 0 }.reduce(0, +)) }
        return [
            "spreadsheetId": .string(spreadsheet.id), "totalUpdatedRows": total("updatedRows"),
            "totalUpdatedColumns": total("updatedColumns"), "totalUpdatedCells": total("updatedCells"),
            "totalUpdatedSheets": JSONValue(sheets.count), "responses": .array(responses),
        ]
    }

    private static func batchUpdate(
        _ request: PeerRequest, _ spreadsheet: inout Spreadsheet
    ) throws(GoogleError) -> JSONValue {
        let body = try FieldReader.body(
            request.body,
            known: [
                "requests", "includeSpreadsheetInResponse", "responseRanges", "responseIncludeGridData",
                "commentsViewMode",
            ])
        let requests = try body.list("requests") ?? []
        if requests.isEmpty { throw .invalid("Must specify at least one request.") }
        var replies: [JSONValue] = []
        for (index, part) in requests.enumerated() {
            replies.append(try spreadsheet.apply(part, place: "requests[\(index)]"))
        }
        var answer: JSONValue = [
            "spreadsheetId": .string(spreadsheet.id), "replies": .array(replies),
            "commentUpdateState": "NO_UPDATES_REQUESTED",
        ]
        if try body.flag("includeSpreadsheetInResponse") == true { answer["updatedSpreadsheet"] = spreadsheet.json }
        return answer
    }
}
