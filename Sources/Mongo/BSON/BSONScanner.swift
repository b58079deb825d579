/// One element of a document: where its key and its value lie in the bytes.
///
/// It is kept small (a document of 16 MiB can have millions): a document's offsets fit 32 bits, and a value begins behind
/// its key's closing zero.
struct BSONElement {
    let type: BSONType
    private let keyStart: UInt32
    private let keyEnd: UInt32
    private let valueEnd: UInt32

    init(type: BSONType, key: Range<Int>, valueLength: Int) {
        self.type = type
        keyStart = UInt32(key.lowerBound)
        keyEnd = UInt32(key.upperBound)
        valueEnd = UInt32(key.upperBound + 1 + valueLength)
    }

    /// Without the closing zero.
    var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    var value: Range<Int> { Int(keyEnd) + 1..<Int(valueEnd) }
}

/// Finds the elements of documents in bytes that nobody vouches for. It checks every length before it follows one, so
/// whatever the bytes are it ends with the elements or a fault, and reads nothing outside of them.
enum BSONScanner {
    /// Checks that the bytes are exactly one document as far as its frame goes.
    static func checkFrame(_ bytes: RawSpan, _ range: Range<Int>) throws(BSONFault) {
        guard range.count >= BSONLimits.smallestDocument else { throw BSONFault("a document of \(range.count) bytes") }
        guard range.count <= BSONLimits.documentSize else { throw .tooLarge(range.count) }
        let length = Int(bytes.int32(at: range.lowerBound))
        guard length == range.count else {
            throw BSONFault("a document says that it has \(length) bytes, but has \(range.count)")
        }
        guard bytes.byte(at: range.upperBound - 1) == 0 else { throw BSONFault("a document does not end with a zero") }
    }

    /// All elements of the document in `range`, in order. The values' contents are not looked at, only their lengths.
    static func elements(_ bytes: RawSpan, _ range: Range<Int>) throws(BSONFault) -> [BSONElement] {
        try checkFrame(bytes, range)
        var result: [BSONElement] = []
        // About 20 bytes an element is typical for this product; a wrong guess costs one growth.
        result.reserveCapacity(min(range.count / 20 + 1, 64))
        let end = range.upperBound - 1
        var offset = range.lowerBound + 4
        while offset < end {
            let code = bytes.byte(at: offset)
            guard let type = BSONType(rawValue: code) else {
                throw BSONFault("an element of unknown type 0x\(String(code, radix: 16))")
            }
            let keyEnd = try endOfCString(bytes, from: offset + 1, end)
            let length = try length(of: type, bytes, from: keyEnd + 1, end)
            result.append(BSONElement(type: type, key: offset + 1..<keyEnd, valueLength: length))
            offset = keyEnd + 1 + length
        }
        return result
    }

    /// How many bytes the value at `start` takes, checked to lie before `end`.
    private static func length(
        of type: BSONType, _ bytes: RawSpan, from start: Int, _ end: Int
    ) throws(BSONFault) -> Int {
        let length: Int
        switch type {
        case .null, .minKey, .maxKey: length = 0
        case .bool: length = 1
        case .int32: length = 4
        case .double, .date, .int64, .timestamp: length = 8
        case .objectID: length = 12
        case .decimal128: length = 16
        case .string: length = 4 + (try prefix(bytes, from: start, end, atLeast: 1))
        case .document, .array: length = try prefix(bytes, from: start, end, atLeast: BSONLimits.smallestDocument)
        case .binary: length = 5 + (try prefix(bytes, from: start, end, atLeast: 0))
        case .regex:
            let pattern = try endOfCString(bytes, from: start, end)
            length = try endOfCString(bytes, from: pattern + 1, end) + 1 - start
        }
        guard length <= end - start else { throw BSONFault("a \(type.name) goes past the end of its document") }
        return length
    }

    private static func prefix(
        _ bytes: RawSpan, from start: Int, _ end: Int, atLeast: Int
    ) throws(BSONFault) -> Int {
        guard end - start >= 4 else { throw BSONFault("a length goes past the end of its document") }
        let length = Int(bytes.int32(at: start))
        guard length >= atLeast else { throw BSONFault("a length of \(length)") }
        return length
    }

    /// The position of the zero that ends the text which starts at `start`.
    static func endOfCString(_ bytes: RawSpan, from start: Int, _ end: Int) throws(BSONFault) -> Int {
        var offset = start
        while offset < end {
            if bytes.byte(at: offset) == 0 { return offset }
            offset += 1
        }
        throw BSONFault("a key goes past the end of its document")
    }
}

extension RawSpan {
    /// Traps outside of the span, as an array does; the scanner asks only for what it has checked.
    func byte(at offset: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    func int32(at offset: Int) -> Int32 {
        Int32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Int32.self))
    }

    func uint64(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
