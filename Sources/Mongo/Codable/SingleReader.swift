/// A value that a type reads whole.
struct SingleReader: SingleValueDecodingContainer {
    let decoder: ValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.slice.type == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        try decoder.reading(type) { () throws(BSONFault) in try decoder.slice.asBool() }
    }

    func decode(_ type: String.Type) throws -> String {
        try decoder.reading(type) { () throws(BSONFault) in try decoder.slice.asString() }
    }

    func decode(_ type: Double.Type) throws -> Double {
        try decoder.reading(type) { () throws(BSONFault) in try decoder.slice.asDouble() }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try decoder.decode(type)
    }

    private func integer<I: FixedWidthInteger>(_ type: I.Type) throws -> I {
        try decoder.reading(type) { () throws(BSONFault) in try decoder.slice.asInteger(type) }
    }
}
