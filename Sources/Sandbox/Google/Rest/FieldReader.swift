import Foundation

/// Reads a request's JSON object as Google does: unknown members, wrong kinds and unknown enum values are refused by
/// name.
struct FieldReader: Sendable {
    let object: [String: JSONValue]
    /// The place of the object in the body, empty at the top.
    let place: String

    /// - Parameter known: the members that the discovery document gives for this object.
    init(_ value: JSONValue, known: Set<String>, place: String = "") throws(GoogleError) {
        guard let object = value.object else {
            throw .malformed("Invalid value at '\(place)' (Object expected)", field: place)
        }
        for name in object.keys.sorted() where !known.contains(name) {
            throw .unknownName(name, at: place.isEmpty ? nil : place)
        }
        self.object = object
        self.place = place
    }

    /// The body of a request; an empty one is an empty object.
    static func body(_ data: Data, known: Set<String>) throws(GoogleError) -> FieldReader {
        if data.isEmpty { return try FieldReader([:], known: known) }
        guard let value = try? JSONValue(parsing: data) else {
            throw .malformed("Invalid JSON payload received. Unexpected token.")
        }
        return try FieldReader(value, known: known)
    }

    subscript(name: String) -> JSONValue? {
        object[name].flatMap { $0.isNull ? nil : $0 }
    }

    func text(_ name: String) throws(GoogleError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw wrong(name, "TYPE_STRING") }
        return text
    }

    /// Numbers may also come as text, as in all of Google's JSON.
    func integer(_ name: String) throws(GoogleError) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.int ?? value.string.flatMap(Int.init), Int32(exactly: number) != nil else {
            throw wrong(name, "TYPE_INT32")
        }
        return number
    }

    func flag(_ name: String) throws(GoogleError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else { throw wrong(name, "TYPE_BOOL") }
        return flag
    }

    func list(_ name: String) throws(GoogleError) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let list = value.array else { throw wrong(name, "LIST") }
        return list
    }

    func byColumns() throws(GoogleError) -> Bool {
        try Self.byColumns(text("majorDimension"))
    }

    static func byColumns(_ text: String?) throws(GoogleError) -> Bool {
        switch text {
        case nil, "ROWS", "DIMENSION_UNSPECIFIED": return false
        case "COLUMNS": return true
        case .some(let text): throw wrongEnum("major_dimension", "Dimension", text)
        }
    }

    func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    private func wrong(_ name: String, _ type: String) -> GoogleError {
        .malformed("Invalid value at '\(path(name))' (\(type))", field: path(name))
    }

    static func wrongEnum(_ place: String, _ type: String, _ text: String) -> GoogleError {
        .malformed(
            "Invalid value at '\(place)' (type.googleapis.com/google.apps.sheets.v4.\(type)), \"\(text)\"",
            field: place)
    }
}

/// How values are to be read.
struct ReadOptions: Sendable {
    var rendering = CellValue.Rendering.formatted
    var byColumns = false

    init(_ query: FormFields) throws(GoogleError) {
        rendering = try Self.rendering(query["valueRenderOption"]) ?? .formatted
        byColumns = try FieldReader.byColumns(query["majorDimension"])
    }

    static func rendering(_ text: String?) throws(GoogleError) -> CellValue.Rendering? {
        guard let text else { return nil }
        guard let rendering = CellValue.Rendering(rawValue: text) else {
            throw FieldReader.wrongEnum("value_render_option", "ValueRenderOption", text)
        }
        return rendering
    }
}

/// How values are to be written.
struct WriteOptions: Sendable {
    var input: CellValue.Input
    /// How the written cells are repeated in the answer; nil when they are not.
    var echoes: CellValue.Rendering?

    init(input text: String?, echoes: Bool, rendering: String?) throws(GoogleError) {
        switch text {
        case nil, "INPUT_VALUE_OPTION_UNSPECIFIED":
            throw .invalid("'valueInputOption' is required but not specified")
        case .some(let text):
            guard let input = CellValue.Input(rawValue: text) else {
                throw FieldReader.wrongEnum("value_input_option", "ValueInputOption", text)
            }
            self.input = input
        }
        let rendering = try ReadOptions.rendering(rendering)
        self.echoes = echoes ? rendering ?? .formatted : nil
    }

    init(_ query: FormFields) throws(GoogleError) {
        try self.init(
            input: query["valueInputOption"], echoes: query["includeValuesInResponse"] == "true",
            rendering: query["responseValueRenderOption"])
    }
}
