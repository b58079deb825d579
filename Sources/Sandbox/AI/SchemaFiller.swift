/// Makes a value that a JSON Schema accepts, for `response_format: json_schema`: every required and optional property,
/// the answer's text wherever a free string is asked for.
struct SchemaFiller: Sendable {
    /// Deeper than any schema that the service itself allows (10 levels); ends a recursive `$ref`.
    static let depthLimit = 12

    let text: String

    func value(for schema: JSONValue) -> JSONValue {
        value(for: schema, root: schema, depth: 0)
    }

    private func value(for schema: JSONValue, root: JSONValue, depth: Int) -> JSONValue {
        guard depth < Self.depthLimit else { return nil }
        if let constant = schema["const"] { return constant }
        if let choice = schema["enum"]?[0] { return choice }
        if let reference = schema["$ref"]?.string {
            return value(for: resolve(reference, in: root), root: root, depth: depth + 1)
        }
        if let first = (schema["anyOf"] ?? schema["oneOf"])?[0] {
            return value(for: first, root: root, depth: depth + 1)
        }
        switch schema["type"]?.string ?? schema["type"]?[0]?.string {
        case "object":
            let properties = schema["properties"]?.object ?? [:]
            return .object(properties.mapValues { value(for: $0, root: root, depth: depth + 1) })
        case "array":
            let count = max(schema["minItems"]?.int ?? 0, 0)
            let item = value(for: schema["items"] ?? [:], root: root, depth: depth + 1)
            return .array(Array(repeating: item, count: min(count, 100)))
        case "integer": return .integer(Int64(schema["minimum"]?.int ?? 0))
        case "number": return .number(schema["minimum"]?.double ?? 0.5)
        case "boolean": return false
        case "null": return nil
        default:
            return .string(schema["maxLength"]?.int.map { String(text.prefix($0)) } ?? text)
        }
    }

    private func resolve(_ reference: String, in root: JSONValue) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? [:] }
    }
}
