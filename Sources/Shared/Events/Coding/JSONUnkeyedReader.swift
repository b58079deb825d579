/// The elements of an array.
struct JSONUnkeyedReader: UnkeyedDecodingContainer {
    private let decoder: JSONValueDecoder
    private var token: Int
    private(set) var currentIndex = 0

    init(decoder: JSONValueDecoder) {
        self.decoder = decoder
        token = decoder.index + 1
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { decoder.document.count(decoder.index) }
    var isAtEnd: Bool { currentIndex >= decoder.document.count(decoder.index) }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, decoder.document.kind(token) == .null else {
            if isAtEnd { throw ended(Any?.self) }
            return false
        }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try read { $0.bool($1) } }
    mutating func decode(_ type: String.Type) throws -> String { try read { $0.string($1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try read { $0.float($1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try read { $0.float($1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try read { $0.integer($1) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try read { $0.integer($1) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try read { $0.integer($1) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try read { $0.integer($1) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try read { $0.integer($1) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try read { $0.integer($1) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try read { $0.integer($1) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try read { $0.integer($1) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try read { $0.integer($1) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try read { $0.integer($1) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try take { try T(from: $0.nested($1, $2)) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try take { try $0.nested($1, $2).container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take { try $0.nested($1, $2).unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try take { $0.nested($1, $2) } }

    /// An element that cannot be read is not passed over, as the protocol has it.
    private mutating func take<T>(_ body: (JSONValueDecoder, Int, JSONKey) throws -> T) throws -> T {
        guard !isAtEnd else { throw ended(T.self) }
        let value = try body(decoder, token, JSONKey(intValue: currentIndex))
        advance()
        return value
    }

    private mutating func read<T>(_ body: (JSONDocument, Int) -> T?) throws -> T {
        try take { decoder, index, key in
            guard let value = body(decoder.document, index) else { throw decoder.mismatch(T.self, at: index, key) }
            return value
        }
    }

    private mutating func advance() {
        token = decoder.document.next(token)
        currentIndex += 1
    }

    private func ended(_ type: Any.Type) -> DecodingError {
        .valueNotFound(type, decoder.context("the array has no more elements", JSONKey(intValue: currentIndex)))
    }
}
