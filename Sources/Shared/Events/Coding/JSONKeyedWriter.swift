/// The members of an object.
struct JSONKeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { add(key) { $0.writer.raw("null") } }
    func encode(_ value: Bool, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: String, forKey key: Key) { add(key) { $0.writer.string(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try add(key) { try $0.write(value, key) } }
    func encode(_ value: Float, forKey key: Key) throws { try add(key) { try $0.write(value, key) } }
    func encode(_ value: Int, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: Int8, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: Int16, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: Int32, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: UInt, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: UInt8, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: UInt16, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: UInt32, forKey key: Key) { add(key) { $0.write(value) } }
    func encode(_ value: UInt64, forKey key: Key) { add(key) { $0.write(value) } }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try add(key) { try $0.write(value, under: key) } }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        late(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { late(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { late(JSONKey.super) }
    func superEncoder(forKey key: Key) -> any Encoder { late(key) }

    private func add(_ key: Key, _ write: (JSONValueEncoder) throws -> Void) rethrows {
        encoder.begin(key.stringValue)
        try write(encoder)
        encoder.end()
    }

    private func late(_ key: some CodingKey) -> JSONValueEncoder {
        encoder.begin(key.stringValue)
        return encoder.late(key)
    }
}
