/// A value that a type writes whole.
struct SingleWriter: SingleValueEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil() throws { try encoder.write(.null) }
    mutating func encode(_ value: Bool) throws { try encoder.write(.bool(value)) }
    mutating func encode(_ value: String) throws { try encoder.write(.string(value)) }
    mutating func encode(_ value: Double) throws { try encoder.write(.double(value)) }
    mutating func encode(_ value: Float) throws { try encode(Double(value)) }
    mutating func encode(_ value: Int) throws { try encoder.write(.int(value)) }
    mutating func encode(_ value: Int8) throws { try encode(Int32(value)) }
    mutating func encode(_ value: Int16) throws { try encode(Int32(value)) }
    mutating func encode(_ value: Int32) throws { try encoder.write(.int32(value)) }
    mutating func encode(_ value: Int64) throws { try encoder.write(.int64(value)) }
    mutating func encode(_ value: UInt) throws { try encode(UInt64(value)) }
    mutating func encode(_ value: UInt8) throws { try encode(Int32(value)) }
    mutating func encode(_ value: UInt16) throws { try encode(Int32(value)) }
    mutating func encode(_ value: UInt32) throws { try encode(Int64(value)) }
    mutating func encode(_ value: UInt64) throws { try encoder.write(try int64(value, at: codingPath)) }
    mutating func encode<T: Encodable>(_ value: T) throws { try encoder.encode(value) }
}
