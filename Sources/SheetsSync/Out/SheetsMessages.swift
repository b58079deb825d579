// The bodies of the Sheets API that are used, with the field names of its discovery document.

struct SpreadsheetAnswer: Decodable {
    struct Sheet: Decodable { var properties: Properties }

    struct Properties: Decodable {
        struct Grid: Decodable {
            var rowCount: Int?
            var columnCount: Int?
        }
        var sheetId: Int
        var title: String
        /// Absent for tabs that are not grids, such as charts.
        var gridProperties: Grid?
    }

    var sheets: [Sheet]?
}

struct ValuesAnswer: Decodable {
    struct Range: Decodable {
        /// Absent when all cells are empty; ends with the last row that is not.
        var values: [[Cell]]?
    }

    /// As they stand, whatever their type: somebody may have put a number there.
    struct Cell: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            switch try JSONValue(from: decoder) {
            case .string(let text): self.text = text
            case .integer(let number): text = "\(number)"
            case .number(let number): text = "\(number)"
            case .bool(let flag): text = flag ? "TRUE" : "FALSE"
            case .null, .array, .object: text = ""
            }
        }
    }

    var valueRanges: [Range]
}

/// `values:batchUpdate`
struct ValuesWrite: Encodable {
    struct Data: Encodable {
        var range: String
        var majorDimension = "ROWS"
        var values: [[String]]
    }

    var valueInputOption = "RAW"
    var data: [Data]
}

/// `values:batchClear`
struct ValuesClear: Encodable { var ranges: [String] }

/// `:batchUpdate`; all requests of one are done or none.
struct StructureChange: Encodable {
    struct Request: Encodable {
        var addSheet: AddSheet?
        var appendDimension: AppendDimension?
    }

    struct AddSheet: Encodable { var properties: TabProperties }

    struct AppendDimension: Encodable {
        var sheetId: Int
        var dimension: String
        var length: Int
    }

    var requests: [Request]
}

struct TabProperties: Encodable {
    struct Grid: Encodable {
        var rowCount: Int
        var columnCount: Int
        var frozenRowCount: Int
    }

    var title: String
    var gridProperties: Grid
}

struct Ignored: Decodable {}
