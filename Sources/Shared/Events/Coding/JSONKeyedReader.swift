/// The members of an object.
struct JSONKeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] {
        var seen: Set<String> = []
        return document.keys(of: decoder.index).compactMap { seen.insert($0).inserted ? Key(stringValue: $0) : nil }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try document.kind(require(key)) == .null }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try read(key) { $0.bool($1) } }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try read(key) { $0.string($1) } }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try read(key) { $0.float($1) } }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try read(key) { $0.float($1) } }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try read(key) { $0.integer($1) } }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try read(key) { $0.integer($1) } }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try read(key) { $0.integer($1) } }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try read(key) { $0.integer($1) } }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try read(key) { $0.integer($1) } }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try read(key) { $0.integer($1) } }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try read(key) { $0.integer($1) } }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try read(key) { $0.integer($1) } }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try read(key) { $0.integer($1) } }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try read(key) { $0.integer($1) } }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try value(require(key), key) }

    // What is optional as a rule: one search each, where the protocol's own would make three.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try known($0, key, document.string($0)) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try known($0, key, document.integer($0)) }
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try present(key).map { try known($0, key, document.integer($0)) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try value($0, key) }
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
        guard let index = document.member(key.stringValue, of: decoder.index) else { throw missing(key) }
        return decoder.nested(index, key)
    }

    // MARK: Members

    private var document: JSONDocument { decoder.document }

    private func value<T: Decodable>(_ index: Int, _ key: Key) throws -> T {
        // The commonest of all but the plainest types.
        if T.self == Timestamp.self, let time = document.string(index).flatMap({ Timestamp($0) }) as? T { return time }
        return try T(from: decoder.nested(index, key))
    }

    private func read<T>(_ key: Key, _ body: (JSONDocument, Int) -> T?) throws -> T {
        let index = try require(key)
        return try known(index, key, body(document, index))
    }

    private func known<T>(_ index: Int, _ key: Key, _ value: T?) throws -> T {
        guard let value else { throw decoder.mismatch(T.self, at: index, key) }
        return value
    }

    private func find(_ key: Key) -> Int? { document.member(key.stringValue, of: decoder.index) }

    private func present(_ key: Key) -> Int? { find(key).flatMap { document.kind($0) == .null ? nil : $0 } }

    private func require(_ key: Key) throws -> Int {
        guard let index = find(key) else { throw missing(key) }
        return index
    }

    private func missing(_ key: some CodingKey) -> DecodingError {
        .keyNotFound(key, decoder.context("a member is missing", nil))
    }
}
