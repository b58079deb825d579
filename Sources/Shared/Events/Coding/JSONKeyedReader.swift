/// The members of an object.
struct JSONKeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] {
        var seen: Set<String> = []
        return decoder.document.keys(of: decoder.index).compactMap {
            seen.insert($0).inserted ? Key(stringValue: $0) : nil
        }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder.document.kind(require(key)) == .null }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder.bool(require(key), key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder.string(require(key), key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try decoder.float(require(key), as: type, key)
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try decoder.float(require(key), as: type, key)
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try T(from: decoder.nested(require(key), key))
    }

    // What is optional as a rule: one search each, where the protocol's own would make three.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try decoder.string($0, key) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try decoder.integer($0, as: type, key) }
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try present(key).map { try decoder.integer($0, as: type, key) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try T(from: decoder.nested($0, key)) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder.nested(require(key), key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.nested(require(key), key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try superDecoder(at: JSONKey.super) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder(at: key) }

    private func superDecoder(at key: some CodingKey) throws -> any Decoder {
        guard let index = decoder.document.member(key.stringValue, of: decoder.index) else { throw missing(key) }
        return decoder.nested(index, key)
    }

    private func integer<Value: FixedWidthInteger>(_ key: Key) throws -> Value {
        try decoder.integer(require(key), as: Value.self, key)
    }

    private func find(_ key: Key) -> Int? { decoder.document.member(key.stringValue, of: decoder.index) }

    private func present(_ key: Key) -> Int? {
        find(key).flatMap { decoder.document.kind($0) == .null ? nil : $0 }
    }

    private func require(_ key: Key) throws -> Int {
        guard let index = find(key) else { throw missing(key) }
        return index
    }

    private func missing(_ key: some CodingKey) -> DecodingError {
        .keyNotFound(key, decoder.context("a member is missing", nil))
    }
}
