extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { scalar { writer.raw("null") } }
    func encode(_ value: Bool) { scalar { write(value) } }
    func encode(_ value: String) { scalar { writer.string(value) } }
    func encode(_ value: Double) throws { try scalar { try write(value) } }
    func encode(_ value: Float) throws { try scalar { try write(value) } }
    func encode(_ value: Int) { scalar { write(value) } }
    func encode(_ value: Int8) { scalar { write(value) } }
    func encode(_ value: Int16) { scalar { write(value) } }
    func encode(_ value: Int32) { scalar { write(value) } }
    func encode(_ value: Int64) { scalar { write(value) } }
    func encode(_ value: UInt) { scalar { write(value) } }
    func encode(_ value: UInt8) { scalar { write(value) } }
    func encode(_ value: UInt16) { scalar { write(value) } }
    func encode(_ value: UInt32) { scalar { write(value) } }
    func encode(_ value: UInt64) { scalar { write(value) } }
    /// The value itself, in place of this one: it may ask for a container of any kind.
    func encode<T: Encodable>(_ value: T) throws { try value.encode(to: self) }
}
