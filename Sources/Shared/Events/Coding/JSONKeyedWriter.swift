/// The members of an object.
struct JSONKeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { encoder.add(key) { encoder.writer.raw("null") } }
    func encode(_ value: Bool, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: String, forKey key: Key) { encoder.add(key) { encoder.writer.string(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try encoder.add(key) { try encoder.write(value, key) } }
    func encode(_ value: Float, forKey key: Key) throws { try encoder.add(key) { try encoder.write(value, key) } }
    func encode(_ value: Int, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: Int8, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: Int16, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: Int32, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: UInt, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: UInt8, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: UInt16, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: UInt32, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode(_ value: UInt64, forKey key: Key) { encoder.add(key) { encoder.write(value) } }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try encoder.add(value, key) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder.addLate(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.addLate(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.addLate(JSONKey.super) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.addLate(key) }
}
