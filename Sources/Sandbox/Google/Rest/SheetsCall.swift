/// What a request to the Sheets API asks for: developers.google.com/workspace/sheets/api/reference/rest.
enum SheetsCall: Sendable, Hashable {
    case create
    case get(String)
    case batchUpdate(String)
    case values(String, range: String)
    case update(String, range: String)
    case append(String, range: String)
    case clear(String, range: String)
    case batchGetValues(String)
    case batchUpdateValues(String)
    case batchClearValues(String)

    /// nil for anything else; `path` is what follows `v4`, decoded.
    init?(_ method: String, _ path: [String]) {
        guard path.first == "spreadsheets" else { return nil }
        switch (method, path.count) {
        case ("POST", 1):
            self = .create
        case ("GET", 2) where !path[1].contains(":"):
            self = .get(path[1])
        case ("POST", 2) where path[1].hasSuffix(":batchUpdate"):
            self = .batchUpdate(String(path[1].dropLast(12)))
        case ("GET", 3) where path[2] == "values:batchGet":
            self = .batchGetValues(path[1])
        case ("POST", 3) where path[2] == "values:batchUpdate":
            self = .batchUpdateValues(path[1])
        case ("POST", 3) where path[2] == "values:batchClear":
            self = .batchClearValues(path[1])
        case ("GET", 4) where path[2] == "values":
            self = .values(path[1], range: path[3])
        case ("PUT", 4) where path[2] == "values":
            self = .update(path[1], range: path[3])
        case ("POST", 4) where path[2] == "values" && path[3].hasSuffix(":append"):
            self = .append(path[1], range: String(path[3].dropLast(7)))
        case ("POST", 4) where path[2] == "values" && path[3].hasSuffix(":clear"):
            self = .clear(path[1], range: String(path[3].dropLast(6)))
        default:
            return nil
        }
    }

    /// The spreadsheet; nil for one that is to be created.
    var spreadsheet: String? {
        switch self {
        case .create: nil
        case .get(let id), .batchUpdate(let id), .batchGetValues(let id), .batchUpdateValues(let id),
            .batchClearValues(let id), .values(let id, _), .update(let id, _), .append(let id, _), .clear(let id, _):
            id
        }
    }

    var kind: SheetsQuota.Kind {
        switch self {
        case .get, .values, .batchGetValues: .read
        default: .write
        }
    }
}
