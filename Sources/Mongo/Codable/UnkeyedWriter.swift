/// An array that a type writes in order.
struct UnkeyedWriter: UnkeyedEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.count }
    private var next: CodingPathNode.Step { .index(encoder.count) }

    init(encoder: ValueEncoder) {
        self.encoder = encoder
    }

    mutating func encodeNil() throws { try encoder.write(.null, next) }
    mutating func encode(_ value: Bool) throws { try encoder.write(.bool(value), next) }
    mutating func encode(_ value: String) throws { try encoder.write(.string(value), next) }
    mutating func encode(_ value: Double) throws { try encoder.write(.double(value), next) }
    mutating func encode(_ value: Float) throws { try encode(Double(value)) }
    mutating func encode(_ value: Int) throws { try encoder.write(.int(value), next) }
    mutating func encode(_ value: Int8) throws { try encode(Int32(value)) }
    mutating func encode(_ value: Int16) throws { try encode(Int32(value)) }
    mutating func encode(_ value: Int32) throws { try encoder.write(.int32(value), next) }
    mutating func encode(_ value: Int64) throws { try encoder.write(.int64(value), next) }
    mutating func encode(_ value: UInt) throws { try encode(UInt64(value)) }
    mutating func encode(_ value: UInt8) throws { try encode(Int32(value)) }
    mutating func encode(_ value: UInt16) throws { try encode(Int32(value)) }
    mutating func encode(_ value: UInt32) throws { try encode(Int64(value)) }

    mutating func encode(_ value: UInt64) throws {
        try encoder.write(try int64(value, at: codingPath + [BSONKey(intValue: count)]), next)
    }

    mutating func encode<T: Encodable>(_ value: T) throws {
        try encoder.encode(value, next)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder.deferred(next).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.deferred(next).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder.deferred(next) }
}
