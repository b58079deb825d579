/// The elements of an array.
struct JSONUnkeyedWriter: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.memberCount }

    func encodeNil() { add { encoder.writer.raw("null") } }
    func encode(_ value: Bool) { add { encoder.write(value) } }
    func encode(_ value: String) { add { encoder.writer.string(value) } }
    func encode(_ value: Double) throws { try add { try encoder.write(value, key) } }
    func encode(_ value: Float) throws { try add { try encoder.write(value, key) } }
    func encode(_ value: Int) { add { encoder.write(value) } }
    func encode(_ value: Int8) { add { encoder.write(value) } }
    func encode(_ value: Int16) { add { encoder.write(value) } }
    func encode(_ value: Int32) { add { encoder.write(value) } }
    func encode(_ value: Int64) { add { encoder.write(value) } }
    func encode(_ value: UInt) { add { encoder.write(value) } }
    func encode(_ value: UInt8) { add { encoder.write(value) } }
    func encode(_ value: UInt16) { add { encoder.write(value) } }
    func encode(_ value: UInt32) { add { encoder.write(value) } }
    func encode(_ value: UInt64) { add { encoder.write(value) } }
    func encode<T: Encodable>(_ value: T) throws { try encoder.add(value, key, isElement: true) }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        encoder.addLate(key, isElement: true).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.addLate(key, isElement: true).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.addLate(key, isElement: true) }

    private var key: JSONKey { JSONKey(intValue: count) }

    private func add(_ write: () throws -> Void) rethrows { try encoder.add(JSONKey?.none, write) }
}
