/// A document that a type writes by key, in the order in which it does.
struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws { try encoder.write(.null, .key(key)) }
    mutating func encode(_ value: Bool, forKey key: Key) throws { try encoder.write(.bool(value), .key(key)) }
    mutating func encode(_ value: String, forKey key: Key) throws { try encoder.write(.string(value), .key(key)) }
    mutating func encode(_ value: Double, forKey key: Key) throws { try encoder.write(.double(value), .key(key)) }
    mutating func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
    mutating func encode(_ value: Int, forKey key: Key) throws { try encoder.write(.int(value), .key(key)) }
    mutating func encode(_ value: Int8, forKey key: Key) throws { try encode(Int32(value), forKey: key) }
    mutating func encode(_ value: Int16, forKey key: Key) throws { try encode(Int32(value), forKey: key) }
    mutating func encode(_ value: Int32, forKey key: Key) throws { try encoder.write(.int32(value), .key(key)) }
    mutating func encode(_ value: Int64, forKey key: Key) throws { try encoder.write(.int64(value), .key(key)) }
    mutating func encode(_ value: UInt, forKey key: Key) throws { try encode(UInt64(value), forKey: key) }
    mutating func encode(_ value: UInt8, forKey key: Key) throws { try encode(Int32(value), forKey: key) }
    mutating func encode(_ value: UInt16, forKey key: Key) throws { try encode(Int32(value), forKey: key) }
    mutating func encode(_ value: UInt32, forKey key: Key) throws { try encode(Int64(value), forKey: key) }

    mutating func encode(_ value: UInt64, forKey key: Key) throws {
        try encoder.write(try int64(value, at: codingPath + [key]), .key(key))
    }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try encoder.encode(value, .key(key))
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder.deferred(.key(key)).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.deferred(.key(key)).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder.deferred(.key(BSONKey.super)) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder.deferred(.key(key)) }
}

/// BSON has no unsigned integers.
func int64(_ value: UInt64, at path: @autoclosure () -> [any CodingKey]) throws(EncodingError) -> BSONValue {
    guard let value = Int64(exactly: value) else {
        throw EncodingError(BSONFault("an unsigned integer above the largest that 64 signed bits hold"), at: path())
    }
    return .int64(value)
}
