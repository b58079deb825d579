import CurlHTTP
import FoundationEssentials
import Shared

/// The few calls to Google Sheets v4 that are needed, on one tab of one spreadsheet. Each can be repeated without doing
/// anything twice, apart from ``grow(_:rows:columns:)``, which may leave more empty rows than asked for.
struct SheetsClient: Sendable {
    /// A tab as it is now.
    struct Tab: Sendable, Equatable {
        var id: Int
        var rows: Int
        var columns: Int
    }

    /// A write with a new token and a second try stays below the time for which the sheet is held:
    /// ``RowStore/lease``.
    static let timeouts = HTTPTimeouts(
        connect: .seconds(5), firstByte: .seconds(10), idle: .seconds(10), total: .seconds(15))
    /// Bytes; the first column of a million rows fits.
    private static let answerLimit = 64 << 20

    let send: SendHTTP
    let tokens: GoogleTokenSource
    /// The API's address, without a slash at the end.
    let api: String
    let spreadsheet: String
    let tab: String
    /// Whom the sheet has to be shared with, where that is known.
    let account: String?

    // MARK: The tab

    /// Nil when the spreadsheet has no such tab.
    func find() async throws(SheetsError) -> Tab? {
        let answer: SpreadsheetAnswer = try await call(.get, "?fields=sheets.properties")
        // A tab's name is the same whatever its case: there cannot be two.
        let properties = (answer.sheets ?? []).map(\.properties).first { $0.title.lowercased() == tab.lowercased() }
        return properties.map {
            Tab(id: $0.sheetId, rows: $0.gridProperties?.rowCount ?? 0, columns: $0.gridProperties?.columnCount ?? 0)
        }
    }

    /// Adds the tab, with its first row frozen.
    func add() async throws(SheetsError) {
        let grid = TabProperties.Grid(rowCount: 1000, columnCount: RowLayout.width, frozenRowCount: 1)
        let properties = TabProperties(title: tab, gridProperties: grid)
        let _: Ignored = try await call(
            .post, ":batchUpdate", StructureChange(requests: [.init(addSheet: .init(properties: properties))]))
    }

    /// Appends empty rows and columns.
    func grow(_ tab: Tab, rows: Int, columns: Int = 0) async throws(SheetsError) {
        let requests = [("ROWS", rows), ("COLUMNS", columns)].filter { $0.1 > 0 }.map { dimension, length in
            StructureChange.Request(
                appendDimension: .init(sheetId: tab.id, dimension: dimension, length: length))
        }
        guard !requests.isEmpty else { return }
        let _: Ignored = try await call(.post, ":batchUpdate", StructureChange(requests: requests))
    }

    // MARK: Cells

    /// The cells of the first row, as far as they are filled.
    func firstRow() async throws(SheetsError) -> [String] {
        try await values([A1.rows(1...1, in: tab)]).first?.first ?? []
    }

    /// What stands in the first column in these rows, by row number; empty cells may be missing.
    func recordIDs(in rows: [ClosedRange<Int>]) async throws(SheetsError) -> [Int: String] {
        let answers = try await values(rows.map { A1.recordIDs($0, in: tab) })
        var ids: [Int: String] = [:]
        for (range, values) in zip(rows, answers) {
            for (offset, cells) in values.enumerated() { ids[range.lowerBound + offset] = cells.first }
        }
        return ids
    }

    /// What tells whose each of these rows is, by row number; empty rows are missing.
    func keys(in rows: ClosedRange<Int>) async throws(SheetsError) -> [Int: RowKey] {
        let answers = try await values([A1.rows(rows, in: tab, columns: 2)])
        var keys: [Int: RowKey] = [:]
        for (offset, cells) in (answers.first ?? []).enumerated() where !cells.isEmpty {
            keys[rows.lowerBound + offset] = RowKey(
                recordID: cells[0], conversation: cells.count > 1 ? cells[1] : "")
        }
        return keys
    }

    /// Takes all values out of rows, those in columns of somebody's own included.
    func empty(_ rows: [Int]) async throws(SheetsError) {
        let ranges = rows.map { A1.wholeRow($0, in: tab) }
        let _: Ignored = try await call(.post, "/values:batchClear", ValuesClear(ranges: ranges))
    }

    /// Writes cells as they are: RAW, so that nothing a stranger wrote becomes a formula.
    func write(_ ranges: [WriteBatch.Range]) async throws(SheetsError) {
        let data = ranges.map { ValuesWrite.Data(range: A1.rows($0.numbers, in: tab), values: $0.rows) }
        let _: Ignored = try await call(.post, "/values:batchUpdate", ValuesWrite(data: data))
    }

    private func values(_ ranges: [String]) async throws(SheetsError) -> [[[String]]] {
        guard !ranges.isEmpty else { return [] }
        let query = PercentEncoding.form(
            ranges.map { ("ranges", $0) } + [("majorDimension", "ROWS"), ("valueRenderOption", "UNFORMATTED_VALUE")])
        let answer: ValuesAnswer = try await call(.get, "/values:batchGet?\(query)")
        return answer.valueRanges.map { ($0.values ?? []).map { $0.map(\.text) } }
    }

    // MARK: Calls

    private func call<Answer: Decodable>(_ method: HTTPMethod, _ path: String) async throws(SheetsError) -> Answer {
        try await exchange(method, path, [])
    }

    private func call<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, _ body: some Encodable
    ) async throws(SheetsError) -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let data = try? encoder.encode(body) else {
            throw SheetsError(.invalid, "The request to Google Sheets cannot be written as JSON.")
        }
        return try await exchange(method, path, Array(data))
    }

    private func exchange<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]
    ) async throws(SheetsError) -> Answer {
        var token = try await tokens.accessToken()
        var response = try await send(method, path, body, token)
        if response.status == 401 {
            // It may have been revoked before its time: one new one is tried.
            await tokens.discard(token)
            token = try await tokens.accessToken()
            response = try await send(method, path, body, token)
        }
        guard response.isSuccess else { throw SheetsError.api(response, account: account, now: Date()) }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)) else {
            throw SheetsError(.unavailable, "Google Sheets gave an answer that cannot be read: it is tried again.")
        }
        return answer
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8], _ token: Secret
    ) async throws(SheetsError) -> HTTPResponse {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(token.reveal())"]
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        let url = "\(api)/v4/spreadsheets/\(PercentEncoding.encode(spreadsheet))\(path)"
        do throws(HTTPError) {
            return try await send(
                HTTPRequest(
                    method, url, headers: headers, body: body, timeouts: Self.timeouts, bodyLimit: Self.answerLimit))
        } catch {
            throw SheetsError(.unavailable, "Google Sheets cannot be reached: \(error.message)")
        }
    }
}
