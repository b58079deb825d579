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

// MARK: Errors

extension JSONValueDecoder {
    /// Why the value there is not one of the type: it is null, of another type, or a number that does not fit.
    func mismatch(_ type: Any.Type, at index: Int, _ key: (any CodingKey)?) -> DecodingError {
        switch document.kind(index) {
        case .null:
            .valueNotFound(type, context("null where \(type) is expected", key))
        case .integer where Self.isNumber(type), .number where Self.isNumber(type):
            corrupted("a number does not fit \(type)", key)
        default:
            .typeMismatch(type, context("another type than \(type)", key))
        }
    }

    private static func isNumber(_ type: Any.Type) -> Bool {
        let numbers: [Any.Type] = [
            Int.self, Int8.self, Int16.self, Int32.self, Int64.self, UInt.self, UInt8.self, UInt16.self, UInt32.self,
            UInt64.self, Double.self, Float.self,
        ]
        return numbers.contains { $0 == type }
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
    func decode(_ type: Bool.Type) throws -> Bool { try own(document.bool(index)) }
    func decode(_ type: String.Type) throws -> String { try own(document.string(index)) }
    func decode(_ type: Double.Type) throws -> Double { try own(document.float(index)) }
    func decode(_ type: Float.Type) throws -> Float { try own(document.float(index)) }
    func decode(_ type: Int.Type) throws -> Int { try own(document.integer(index)) }
    func decode(_ type: Int8.Type) throws -> Int8 { try own(document.integer(index)) }
    func decode(_ type: Int16.Type) throws -> Int16 { try own(document.integer(index)) }
    func decode(_ type: Int32.Type) throws -> Int32 { try own(document.integer(index)) }
    func decode(_ type: Int64.Type) throws -> Int64 { try own(document.integer(index)) }
    func decode(_ type: UInt.Type) throws -> UInt { try own(document.integer(index)) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try own(document.integer(index)) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try own(document.integer(index)) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try own(document.integer(index)) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try own(document.integer(index)) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

    private func own<T>(_ value: T?) throws -> T {
        guard let value else { throw mismatch(T.self, at: index, nil) }
        return value
    }
}
