/// A document that a type reads by key.
struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ValueDecoder
    let fields: FieldTable

    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        fields.elements.compactMap { Key(stringValue: fields.key(of: $0)) }
    }

    func contains(_ key: Key) -> Bool {
        fields.find(key.stringValue) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try element(key).type == .null
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try value(type, key) { value throws(BSONFault) in try value.asBool() }
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try value(type, key) { value throws(BSONFault) in try value.asString() }
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try value(type, key) { value throws(BSONFault) in try value.asDouble() }
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        Float(try decode(Double.self, forKey: key))
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoder.decode(type, element(key), .key(key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder.child(element(key), .key(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.child(element(key), .key(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let element = fields.find(BSONKey.super.stringValue) else { throw missing(BSONKey.super) }
        return decoder.child(element, .key(BSONKey.super))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        decoder.child(try element(key), .key(key))
    }

    private func integer<I: FixedWidthInteger>(_ type: I.Type, _ key: Key) throws -> I {
        try value(type, key) { value throws(BSONFault) in try value.asInteger(type) }
    }

    private func value<R>(
        _ type: R.Type, _ key: Key, _ read: (BSONSlice) throws(BSONFault) -> R
    ) throws -> R {
        let slice = BSONSlice(fields.bytes, try element(key))
        do throws(BSONFault) {
            return try read(slice)
        } catch {
            throw DecodingError(error, at: codingPath + [key], for: type)
        }
    }

    private func element(_ key: Key) throws(DecodingError) -> BSONElement {
        guard let element = fields.find(key.stringValue) else { throw missing(key) }
        return element
    }

    private func missing(_ key: any CodingKey) -> DecodingError {
        .keyNotFound(key, .init(codingPath: codingPath, debugDescription: "missing"))
    }
}
