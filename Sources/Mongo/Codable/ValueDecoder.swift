/// A decoder that stands at one value.
final class ValueDecoder: Decoder {
    let slice: BSONSlice
    let path: CodingPathNode?
    private let info: [CodingUserInfoKey: any Sendable]
    /// How many documents and arrays are around this value.
    let depth: Int

    init(document slice: BSONSlice, userInfo: [CodingUserInfoKey: any Sendable]) {
        self.slice = slice
        self.path = nil
        self.info = userInfo
        self.depth = 0
    }

    private init(_ slice: BSONSlice, _ path: CodingPathNode, in parent: ValueDecoder) {
        self.slice = slice
        self.path = path
        self.info = parent.info
        self.depth = parent.depth + 1
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { info }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try checkIs(.document)
        let fields = try reading(type) { () throws(BSONFault) in FieldTable(slice.bytes, try slice.elements()) }
        return KeyedDecodingContainer(KeyedReader(decoder: self, fields: fields))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try checkIs(.array)
        let elements = try reading([Any].self) { () throws(BSONFault) in try slice.elements() }
        return UnkeyedReader(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleReader(decoder: self)
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let native = try reading(type) { () throws(BSONFault) in try slice.native(type, depth: depth) }
        return try native ?? T(from: self)
    }

    /// The decoder for one element of this document or array.
    func child(_ element: BSONElement, _ step: CodingPathNode.Step) -> ValueDecoder {
        ValueDecoder(BSONSlice(slice.bytes, element), CodingPathNode(step, under: path), in: self)
    }

    /// Decodes one element, without making a decoder for a type that BSON has itself.
    func decode<T: Decodable>(_ type: T.Type, _ element: BSONElement, _ step: CodingPathNode.Step) throws -> T {
        let native = try reading(type, step) { () throws(BSONFault) in
            try BSONSlice(slice.bytes, element).native(type, depth: depth + 1)
        }
        return try native ?? T(from: child(element, step))
    }

    /// Runs a step that may find a fault, and adds to a fault where it was.
    func reading<R>(
        _ type: any Any.Type, _ step: CodingPathNode.Step? = nil, _ body: () throws(BSONFault) -> R
    ) throws(DecodingError) -> R {
        do {
            return try body()
        } catch {
            let path = step.map { CodingPathNode($0, under: self.path) } ?? self.path
            throw DecodingError(error, at: path?.keys ?? [], for: type)
        }
    }

    private func checkIs(_ type: BSONType) throws(DecodingError) {
        try reading([String: Any].self) { () throws(BSONFault) in
            guard slice.type == type else { throw .mismatch(type.name, slice.type) }
            guard depth < BSONLimits.depth else { throw .tooDeep }
        }
    }
}
