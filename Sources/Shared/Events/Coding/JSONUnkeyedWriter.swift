/// The elements of an array.
struct JSONUnkeyedWriter: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.memberCount }

    func encodeNil() { add { $0.writer.raw("null") } }
    func encode(_ value: Bool) { add { $0.write(value) } }
    func encode(_ value: String) { add { $0.writer.string(value) } }
    func encode(_ value: Double) throws { try add { try $0.write(value, key) } }
    func encode(_ value: Float) throws { try add { try $0.write(value, key) } }
    func encode(_ value: Int) { add { $0.write(value) } }
    func encode(_ value: Int8) { add { $0.write(value) } }
    func encode(_ value: Int16) { add { $0.write(value) } }
    func encode(_ value: Int32) { add { $0.write(value) } }
    func encode(_ value: Int64) { add { $0.write(value) } }
    func encode(_ value: UInt) { add { $0.write(value) } }
    func encode(_ value: UInt8) { add { $0.write(value) } }
    func encode(_ value: UInt16) { add { $0.write(value) } }
    func encode(_ value: UInt32) { add { $0.write(value) } }
    func encode(_ value: UInt64) { add { $0.write(value) } }
    func encode<T: Encodable>(_ value: T) throws {
        let key = key
        try add { try $0.write(value, under: key) }
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        late().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { late().unkeyedContainer() }

    func superEncoder() -> any Encoder { late() }

    private var key: JSONKey { JSONKey(intValue: count) }

    private func add(_ write: (JSONValueEncoder) throws -> Void) rethrows {
        encoder.beginElement()
        try write(encoder)
        encoder.end()
    }

    private func late() -> JSONValueEncoder {
        let key = key
        encoder.beginElement()
        return encoder.late(key)
    }
}
