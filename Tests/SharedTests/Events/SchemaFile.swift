import Foundation

/// A JSON Schema of schemas/, as far as it is used there.
struct SchemaFile {
    let path: String
    let root: [String: Any]

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    init(_ path: String) throws {
        self.path = path
        guard let root = try JSONSerialization.jsonObject(with: Data(Repository.text(path).utf8)) as? [String: Any]
        else {
            throw Unexpected(description: "\(path) is no JSON object")
        }
        self.root = root
    }

    /// What stands under `properties` of the root.
    func property(_ name: String) throws -> [String: Any] {
        guard let properties = root["properties"] as? [String: Any], let value = properties[name] as? [String: Any]
        else {
            throw Unexpected(description: "\(path) has no property \(name)")
        }
        return value
    }

    func shape(_ schema: [String: Any]) throws -> Shape {
        if let reference = schema["$ref"] as? String { return try shape(referredTo: reference) }
        if let values = schema["enum"] as? [String] { return .choice(Set(values)) }
        switch schema["type"] as? String {
        case "string": return .string
        case "integer": return .integer
        case "number": return .number
        case "boolean": return .boolean
        case "array":
            guard let items = schema["items"] as? [String: Any] else {
                throw Unexpected(description: "\(path) does not say what a list holds")
            }
            return .list(try shape(items))
        case "object":
            let required = Set(schema["required"] as? [String] ?? [])
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            guard required.isSubset(of: properties.keys) else {
                throw Unexpected(description: "\(path) requires what it does not describe")
            }
            return .object(
                try Dictionary(
                    uniqueKeysWithValues: properties.map { name, value in
                        (name, Shape.Property(shape: try shape(value), isRequired: required.contains(name)))
                    }))
        default: throw Unexpected(description: "\(path) describes something that no event holds")
        }
    }

    private func shape(referredTo reference: String) throws -> Shape {
        let prefix = "types.schema.json#/$defs/"
        guard reference.hasPrefix(prefix) else { throw Unexpected(description: "\(path) refers to \(reference)") }
        let name = String(reference.dropFirst(prefix.count))
        if name == "timestamp" { return .timestamp }
        let types = try SchemaFile("schemas/types.schema.json")
        guard let definitions = types.root["$defs"] as? [String: [String: Any]], let definition = definitions[name]
        else {
            throw Unexpected(description: "\(path) refers to \(reference), which does not exist")
        }
        return try types.shape(definition)
    }
}
