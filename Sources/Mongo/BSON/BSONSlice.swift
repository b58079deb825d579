import FoundationEssentials

/// One value within bytes that are shared, not copied.
///
/// The element that it was made from has been checked to lie within the bytes; what the value holds is checked here, by
/// the function that reads it.
struct BSONSlice {
    let bytes: [UInt8]
    let range: Range<Int>
    let type: BSONType

    /// A whole document.
    init(document bytes: [UInt8]) {
        self.bytes = bytes
        self.range = bytes.indices
        self.type = .document
    }

    init(_ bytes: [UInt8], _ element: BSONElement) {
        self.bytes = bytes
        self.range = element.value
        self.type = element.type
    }

    /// The elements of a document or array.
    func elements() throws(BSONFault) -> [BSONElement] {
        try BSONScanner.elements(bytes.span.bytes, range)
    }

    func string() throws(BSONFault) -> String {
        guard bytes[range.upperBound - 1] == 0 else { throw BSONFault("a string does not end with a zero") }
        return try text(range.lowerBound + 4..<range.upperBound - 1)
    }

    func double() -> Double {
        Double(bitPattern: bytes.span.bytes.uint64(at: range.lowerBound))
    }

    func int32() -> Int32 {
        bytes.span.bytes.int32(at: range.lowerBound)
    }

    func int64() -> Int64 {
        Int64(bitPattern: bytes.span.bytes.uint64(at: range.lowerBound))
    }

    func bool() throws(BSONFault) -> Bool {
        switch bytes[range.lowerBound] {
        case 0: return false
        case 1: return true
        case let other: throw BSONFault("a bool of \(other)")
        }
    }

    func date() -> Date {
        Date(timeIntervalSince1970: Double(int64()) / 1000)
    }

    func binary() throws(BSONFault) -> BSONBinary {
        let subtype = bytes[range.lowerBound + 4]
        var start = range.lowerBound + 5
        if subtype == 2 {
            guard range.upperBound - start >= 4,
                Int(bytes.span.bytes.int32(at: start)) == range.upperBound - start - 4
            else { throw BSONFault("a binary of subtype 2 whose two lengths disagree") }
            start += 4
        }
        return BSONBinary(Array(bytes[start..<range.upperBound]), subtype: subtype)
    }

    func objectID() throws(BSONFault) -> BSONObjectID {
        guard let value = BSONObjectID(bytes: bytes[range]) else {
            throw BSONFault("an objectID of \(range.count) bytes")
        }
        return value
    }

    func regex() throws(BSONFault) -> BSONRegex {
        let pattern = try BSONScanner.endOfCString(bytes.span.bytes, from: range.lowerBound, range.upperBound)
        return BSONRegex(
            try text(range.lowerBound..<pattern), options: try text(pattern + 1..<range.upperBound - 1))
    }

    func timestamp() -> BSONTimestamp {
        let value = bytes.span.bytes.uint64(at: range.lowerBound)
        return BSONTimestamp(
            seconds: UInt32(truncatingIfNeeded: value >> 32), increment: UInt32(truncatingIfNeeded: value))
    }

    func decimal128() -> BSONDecimal128 {
        let raw = bytes.span.bytes
        return BSONDecimal128(low: raw.uint64(at: range.lowerBound), high: raw.uint64(at: range.lowerBound + 8))
    }

    func text(_ range: Range<Int>) throws(BSONFault) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            throw BSONFault("text that is not UTF-8")
        }
    }
}
