/// An array that a type reads in order.
struct UnkeyedReader: UnkeyedDecodingContainer {
    let decoder: ValueDecoder
    let elements: [BSONElement]
    private(set) var currentIndex = 0

    init(decoder: ValueDecoder, elements: [BSONElement]) {
        self.decoder = decoder
        self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try next(Never.self).type == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try value(type) { value throws(BSONFault) in try value.asBool() }
    }

    mutating func decode(_ type: String.Type) throws -> String {
        try value(type) { value throws(BSONFault) in try value.asString() }
    }

    mutating func decode(_ type: Double.Type) throws -> Double {
        try value(type) { value throws(BSONFault) in try value.asDouble() }
    }

    mutating func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let result = try decoder.decode(type, next(type), .index(currentIndex))
        currentIndex += 1
        return result
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let result = try child(type).container(keyedBy: type)
        currentIndex += 1
        return result
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let result = try child([Any].self).unkeyedContainer()
        currentIndex += 1
        return result
    }

    mutating func superDecoder() throws -> any Decoder {
        let result = try child(Never.self)
        currentIndex += 1
        return result
    }

    private func child(_ type: any Any.Type) throws -> ValueDecoder {
        decoder.child(try next(type), .index(currentIndex))
    }

    private mutating func integer<I: FixedWidthInteger>(_ type: I.Type) throws -> I {
        try value(type) { value throws(BSONFault) in try value.asInteger(type) }
    }

    private mutating func value<R>(
        _ type: R.Type, _ read: (BSONSlice) throws(BSONFault) -> R
    ) throws -> R {
        let slice = BSONSlice(decoder.slice.bytes, try next(type))
        let result = try decoder.reading(type, .index(currentIndex)) { () throws(BSONFault) in try read(slice) }
        currentIndex += 1
        return result
    }

    private func next(_ type: any Any.Type) throws(DecodingError) -> BSONElement {
        guard currentIndex < elements.count else {
            let path = codingPath + [BSONKey(intValue: currentIndex)]
            let fault = BSONFault("missing: the array has \(elements.count) elements", kind: .mismatch)
            throw .valueNotFound(
                type, .init(codingPath: path, debugDescription: fault.reason, underlyingError: fault))
        }
        return elements[currentIndex]
    }
}
