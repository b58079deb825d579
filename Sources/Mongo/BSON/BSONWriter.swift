import FoundationEssentials

/// Appends BSON to a growing array of bytes. Every number is little-endian, as BSON is.
struct BSONWriter {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: Double) {
        append(value.bitPattern)
    }

    /// Text with a closing zero: a key, or a part of a regular expression.
    mutating func appendCString(_ text: String) throws(BSONFault) {
        var text = text
        let isWhole = text.withUTF8 { utf8 in
            guard !utf8.contains(0) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        guard isWhole else { throw BSONFault("a key contains a zero character") }
        bytes.append(0)
    }

    /// Text with its length before it and a zero after it; it may contain zeros.
    mutating func appendString(_ text: String) throws(BSONFault) {
        let length = bytes.count
        append(Int32(0))
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
        bytes.append(0)
        try patchLength(at: length, to: bytes.count - length - 4)
    }

    mutating func append(_ value: BSONBinary) throws(BSONFault) {
        guard value.bytes.count <= BSONLimits.documentSize else { throw .tooLarge(value.bytes.count) }
        // Subtype 2 is the one that repeats its length inside (bsonspec.org, "Binary (Old)").
        let isOld = value.subtype == 2
        append(Int32(value.bytes.count + (isOld ? 4 : 0)))
        bytes.append(value.subtype)
        if isOld { append(Int32(value.bytes.count)) }
        bytes.append(contentsOf: value.bytes)
    }

    /// Milliseconds since 1970, rounded to the nearest.
    mutating func append(_ date: Date) throws(BSONFault) {
        guard let milliseconds = Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) else {
            throw BSONFault("a date outside of what 64 bits of milliseconds hold")
        }
        append(milliseconds)
    }

    /// Opens a document or array; ``endDocument(_:)`` takes what this returns.
    mutating func beginDocument() -> Int {
        append(Int32(0))
        return bytes.count - 4
    }

    mutating func endDocument(_ start: Int) throws(BSONFault) {
        bytes.append(0)
        try patchLength(at: start, to: bytes.count - start)
    }

    /// The key of an array's element: its position in decimal digits, without making a string of it.
    mutating func appendIndexKey(_ index: Int) {
        if index >= 10 { appendDigits(index / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(index % 10))
        bytes.append(0)
    }

    private mutating func appendDigits(_ number: Int) {
        if number >= 10 { appendDigits(number / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func patchLength(at offset: Int, to length: Int) throws(BSONFault) {
        guard length <= BSONLimits.documentSize else { throw .tooLarge(length) }
        withUnsafeBytes(of: Int32(length).littleEndian) { source in
            for index in 0..<4 { bytes[offset + index] = source[index] }
        }
    }
}

extension BSONWriter {
    /// Writes a whole document.
    ///
    /// - Parameter depth: how deep this document lies, the outermost being 1.
    mutating func append(_ document: BSONDocument, depth: Int = 1) throws(BSONFault) {
        guard depth <= BSONLimits.depth else { throw .tooDeep }
        let start = beginDocument()
        for element in document {
            do {
                bytes.append(element.value.type.rawValue)
                try appendCString(element.key)
                try append(element.value, depth: depth)
            } catch {
                throw error.under(element.key)
            }
        }
        try endDocument(start)
    }

    private mutating func append(_ array: [BSONValue], depth: Int) throws(BSONFault) {
        guard depth <= BSONLimits.depth else { throw .tooDeep }
        let start = beginDocument()
        for (index, value) in array.enumerated() {
            bytes.append(value.type.rawValue)
            appendIndexKey(index)
            do {
                try append(value, depth: depth)
            } catch {
                throw error.under("\(index)")
            }
        }
        try endDocument(start)
    }

    /// Writes a value without its type and key. `depth` is that of the document or array which holds it.
    mutating func append(_ value: BSONValue, depth: Int) throws(BSONFault) {
        switch value {
        case .double(let value): append(value)
        case .string(let value): try appendString(value)
        case .document(let value): try append(value, depth: depth + 1)
        case .array(let value): try append(value, depth: depth + 1)
        case .binary(let value): try append(value)
        case .objectID(let value): bytes.append(contentsOf: value.bytes)
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .date(let value): try append(value)
        case .regex(let value):
            try appendCString(value.pattern)
            try appendCString(value.options)
        case .int32(let value): append(value)
        case .timestamp(let value):
            append(value.increment)
            append(value.seconds)
        case .int64(let value): append(value)
        case .decimal128(let value):
            append(value.low)
            append(value.high)
        case .null, .minKey, .maxKey: break
        }
    }
}
