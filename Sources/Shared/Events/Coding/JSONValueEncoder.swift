/// One value on its way into JSON. It is its own single-value container, which spares an object.
///
/// Members are written as they come and put in the order of their names when the object ends. A container that Codable
/// hands out before it is filled (`nestedContainer`, `superEncoder`) writes elsewhere, and is put in place then.
final class JSONValueEncoder: Encoder {
    /// A member that was written, or an element: `start` to `end` with its key, and what follows where it was late.
    struct Member {
        let name: String
        let start: Int
        var end: Int
        var late: JSONValueEncoder?
    }

    private enum Shape { case none, scalar, object, array }

    let writer: JSONWriter
    private let parent: JSONValueEncoder?
    private let key: (any CodingKey)?
    private let depth: Int
    private let start: Int
    private var shape = Shape.none
    private var members: [Member] = []
    private var hasLate = false

    init(_ writer: JSONWriter, under parent: JSONValueEncoder? = nil, key: (any CodingKey)? = nil) {
        self.writer = writer
        self.parent = parent
        self.key = key
        depth = (parent?.depth ?? 0) + 1
        start = writer.count
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var codingPath: [any CodingKey] {
        var path: [any CodingKey] = []
        var node: JSONValueEncoder? = self
        while let current = node {
            if let key = current.key { path.append(key) }
            node = current.parent
        }
        return path.reversed()
    }

    var memberCount: Int { members.count }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        open(.object, UInt8(ascii: "{"))
        return KeyedEncodingContainer(JSONKeyedWriter<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        open(.array, UInt8(ascii: "["))
        return JSONUnkeyedWriter(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func open(_ shape: Shape, _ bracket: UInt8) {
        // A type may ask again, as one does that adds to what its parts have encoded.
        guard self.shape == .none else { return }
        self.shape = shape
        members.reserveCapacity(8)
        writer.byte(bracket)
    }

    // MARK: Members

    /// Begins a member; ``end()`` follows when its value is written.
    func begin(_ name: String) {
        if !members.isEmpty { writer.byte(UInt8(ascii: ",")) }
        members.append(Member(name: name, start: writer.count, end: 0))
        writer.string(name)
        writer.byte(UInt8(ascii: ":"))
    }

    /// Begins an element; ``end()`` follows when it is written.
    func beginElement() {
        if !members.isEmpty { writer.byte(UInt8(ascii: ",")) }
        members.append(Member(name: "", start: writer.count, end: 0))
    }

    func end() { members[members.count - 1].end = writer.count }

    /// Writes a value within this one.
    func write<T: Encodable>(_ value: T, under key: some CodingKey) throws {
        // The commonest of all but the plainest types.
        if T.self == Timestamp.self, let time = value as? Timestamp { return writer.string(time.description) }
        try JSONValueEncoder(writer, under: self, key: key).encodeAll(value)
    }

    /// Makes room, where a member or an element has begun, for a value that is written later.
    func late(_ key: some CodingKey) -> JSONValueEncoder {
        let late = JSONValueEncoder(JSONWriter(), under: self, key: key)
        end()
        members[members.count - 1].late = late
        hasLate = true
        return late
    }

    // MARK: The end

    /// Encodes the whole value, this encoder's own.
    func encodeAll(_ value: some Encodable) throws {
        guard depth <= JSONScanner.maximumDepth else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "values are nested too deep"))
        }
        try value.encode(to: self)
        close()
    }

    /// Puts everything in its place. Called once more it does nothing.
    func close() {
        switch shape {
        case .scalar:
            break
        case .none:
            writer.raw("{}")
        case .object:
            if hasLate || !isAscending {
                sort()
                writer.rearrange(from: start + 1, members)
            }
            writer.byte(UInt8(ascii: "}"))
        case .array:
            if hasLate { writer.rearrange(from: start + 1, members) }
            writer.byte(UInt8(ascii: "]"))
        }
        shape = .scalar
    }

    private var isAscending: Bool {
        for index in members.indices.dropFirst() where members[index - 1].name >= members[index].name { return false }
        return true
    }

    /// By name; of several with the same one the last stays.
    private func sort() {
        members.sort { $0.name == $1.name ? $0.start < $1.start : $0.name < $1.name }
        for index in members.indices.dropLast().reversed() where members[index].name == members[index + 1].name {
            members.remove(at: index)
        }
    }
}

// MARK: Scalars

extension JSONValueEncoder {
    func scalar(_ write: () throws -> Void) rethrows {
        shape = .scalar
        try write()
    }

    func write(_ value: Bool) { value ? writer.raw("true") : writer.raw("false") }

    func write(_ value: some FixedWidthInteger) { writer.plain(String(value)) }

    func write<Value: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Value, _ key: (any CodingKey)? = nil
    ) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value,
                .init(
                    codingPath: codingPath + (key.map { [$0] } ?? []), debugDescription: "JSON has no such number"))
        }
        let text = value.description
        writer.plain(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
}
