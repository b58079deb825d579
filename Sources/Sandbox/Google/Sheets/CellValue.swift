import Foundation

/// What is in a cell.
enum CellValue: Sendable, Hashable {
    case empty
    case text(String)
    case number(Double)
    case bool(Bool)
    /// Kept as written and not computed: the sandbox has no formulas of its own.
    case formula(String)

    /// developers.google.com/workspace/sheets: a cell holds at most so many characters.
    static let characterLimit = 50_000

    enum Input: String, Sendable {
        /// As given: `=1+1` is text.
        case raw = "RAW"
        /// As if typed by a person: `=1+1` is a formula, `12` a number.
        case userEntered = "USER_ENTERED"
    }

    enum Rendering: String, Sendable {
        case formatted = "FORMATTED_VALUE"
        case unformatted = "UNFORMATTED_VALUE"
        case formula = "FORMULA"
    }

    /// nil for null, which leaves a cell as it is; throws for objects and lists.
    static func read(_ value: JSONValue, as input: Input) throws(GoogleError) -> CellValue? {
        switch value {
        case .null: return nil
        case .bool(let value): return .bool(value)
        case .integer(let value): return .number(Double(value))
        case .number(let value): return .number(value)
        case .string(let text):
            guard text.utf16.count <= characterLimit else {
                throw .invalid(
                    "Your input contains more than the maximum of \(characterLimit) characters in a single cell.")
            }
            if text.isEmpty { return .empty }
            return input == .raw ? .text(text) : typed(text)
        case .array: throw .invalid("list_value")
        case .object: throw .invalid("struct_value")
        }
    }

    /// The value that a person gets who types `text`. Dates and currencies stay text here.
    private static func typed(_ text: String) -> CellValue {
        if text.hasPrefix("'") { return .text(String(text.dropFirst())) }
        if text.hasPrefix("="), text.count > 1 { return .formula(text) }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        switch trimmed.uppercased() {
        case "TRUE": return .bool(true)
        case "FALSE": return .bool(false)
        default: break
        }
        let isNumber = !trimmed.isEmpty && trimmed.allSatisfy { $0.isNumber || "+-.,eE%".contains($0) }
        let plain = trimmed.replacing(",", with: "")
        if isNumber, let number = Double(plain) { return .number(number) }
        if isNumber, plain.hasSuffix("%"), let number = Double(plain.dropLast()) { return .number(number / 100) }
        return .text(text)
    }

    func json(_ rendering: Rendering) -> JSONValue {
        switch self {
        case .empty: ""
        case .text(let text): .string(text)
        case .number(let value): rendering == .formatted ? .string(Self.shown(value)) : Self.json(value)
        case .bool(let value): rendering == .formatted ? .string(value ? "TRUE" : "FALSE") : .bool(value)
        case .formula(let text): .string(text)
        }
    }

    private static func json(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? .number(value)
    }

    private static func shown(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }
}
