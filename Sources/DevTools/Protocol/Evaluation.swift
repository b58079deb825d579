import FoundationEssentials

/// What a script gave back, or that it threw.
struct Evaluation<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value

    private enum CodingKeys: String, CodingKey {
        case result, exceptionDetails
    }

    private enum RemoteKeys: String, CodingKey {
        case value
    }

    private struct Thrown: Decodable {
        struct Exception: Decodable {
            let className: String?
        }

        let lineNumber: Int
        let columnNumber: Int
        let exception: Exception?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let thrown = try container.decodeIfPresent(Thrown.self, forKey: .exceptionDetails) {
            throw Self.error(thrown)
        }
        if Value.self == RemoteHandle.self || Value.self == Nothing.self {
            value = try container.decode(Value.self, forKey: .result)
            return
        }
        let remote = try container.nestedContainer(keyedBy: RemoteKeys.self, forKey: .result)
        do {
            // `undefined` has no value at all; an optional takes it, as it takes null.
            value =
                remote.contains(.value)
                ? try remote.decode(Value.self, forKey: .value)
                : try JSONDecoder().decode(Value.self, from: Data("null".utf8))
        } catch {
            throw DevToolsError(.unexpectedResult, "The script's value is not the \(Value.self) that was asked for.")
        }
    }

    /// The message names the class of the exception, never its text, which may be a page's.
    private static func error(_ thrown: Thrown) -> DevToolsError {
        let name = thrown.exception?.className ?? "a value"
        let isPlain =
            name.utf8.count <= 40 && name.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
        let place = "line \(thrown.lineNumber + 1), column \(thrown.columnNumber + 1)"
        return DevToolsError(.javascript, "The script threw \(isPlain ? name : "an exception") at \(place).")
    }
}

/// A handle on an object that stays in the page, as `returnByValue: false` gives it.
struct RemoteHandle: Decodable, Sendable {
    let subtype: String?
    let objectId: String?
}
