/// One value of a document on its way into a type. It is its own single-value container, which spares an object.
final class JSONValueDecoder: Decoder {
    let document: JSONDocument
    let index: Int
    private let parent: JSONValueDecoder?
    private let key: (any CodingKey)?

    init(_ document: JSONDocument, index: Int, under parent: JSONValueDecoder?, key: (any CodingKey)?) {
        self.document = document
        self.index = index
        self.parent = parent
        self.key = key
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Made only when somebody looks, which is when there is an error.
    var codingPath: [any CodingKey] {
        var path: [any CodingKey] = []
        var node: JSONValueDecoder? = self
        while let current = node {
            if let key = current.key { path.append(key) }
            node = current.parent
        }
        return path.reversed()
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try members(keyedBy: type))
    }

    /// The same without the box, for those who know this decoder.
    func members<Key: CodingKey>(keyedBy type: Key.Type) throws -> JSONKeyedReader<Key> {
        try require(.object, of: [String: Any].self)
        return JSONKeyedReader(decoder: self)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try require(.array, of: [Any].self)
        return JSONUnkeyedReader(decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The decoder of a value within this one.
    func nested(_ index: Int, _ key: some CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(document, index: index, under: self, key: key)
    }

    private func require(_ kind: JSONToken.Kind, of type: Any.Type) throws {
        guard document.kind(index) == kind else { throw mismatch(type, at: index, nil) }
    }
}

// MARK: Scalars

extension JSONValueDecoder {
    func bool(_ index: Int, _ key: (any CodingKey)? = nil) throws -> Bool {
        switch document.kind(index) {
        case .true: return true
        case .false: return false
        default: throw mismatch(Bool.self, at: index, key)
        }
    }

    func string(_ index: Int, _ key: (any CodingKey)? = nil) throws -> String {
        switch document.kind(index) {
        case .string, .escapedString: return document.text(index)
        default: throw mismatch(String.self, at: index, key)
        }
    }

    func integer<Value: FixedWidthInteger>(
        _ index: Int, as type: Value.Type, _ key: (any CodingKey)? = nil
    ) throws -> Value {
        switch document.kind(index) {
        case .integer, .number:
            if let value = document.integer(index, as: type) { return value }
            throw corrupted("a number is not a whole one of \(type)", key)
        default:
            throw mismatch(type, at: index, key)
        }
    }

    func float<Value: BinaryFloatingPoint & LosslessStringConvertible>(
        _ index: Int, as type: Value.Type, _ key: (any CodingKey)? = nil
    ) throws -> Value {
        switch document.kind(index) {
        case .integer, .number:
            if let value = document.float(index, as: type) { return value }
            throw corrupted("a number is beyond \(type)", key)
        default:
            throw mismatch(type, at: index, key)
        }
    }
}

// MARK: Errors

extension JSONValueDecoder {
    /// What is there is of another type, or null.
    func mismatch(_ type: Any.Type, at index: Int, _ key: (any CodingKey)?) -> DecodingError {
        if document.kind(index) == .null {
            return .valueNotFound(type, context("null where \(type) is expected", key))
        }
        return .typeMismatch(type, context("another type than \(type)", key))
    }

    func corrupted(_ words: String, _ key: (any CodingKey)?) -> DecodingError {
        .dataCorrupted(context(words, key))
    }

    func context(_ words: String, _ key: (any CodingKey)?) -> DecodingError.Context {
        DecodingError.Context(codingPath: codingPath + (key.map { [$0] } ?? []), debugDescription: words)
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { document.kind(index) == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try bool(index) }
    func decode(_ type: String.Type) throws -> String { try string(index) }
    func decode(_ type: Double.Type) throws -> Double { try float(index, as: type) }
    func decode(_ type: Float.Type) throws -> Float { try float(index, as: type) }
    func decode(_ type: Int.Type) throws -> Int { try integer(index, as: type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(index, as: type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(index, as: type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(index, as: type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(index, as: type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(index, as: type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(index, as: type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(index, as: type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(index, as: type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(index, as: type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }
}
