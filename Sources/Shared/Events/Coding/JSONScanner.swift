/// Reads a JSON text (RFC 8259) strictly, all of it, into tokens. No value is built.
///
/// Refused are, beyond wrong syntax: nesting deeper than ``maximumDepth``, what is not UTF-8, halves of surrogate pairs,
/// and anything but white space after the value.
struct JSONScanner {
    static let maximumDepth = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var tokens: [JSONToken] = []

    static func scan(_ bytes: [UInt8]) throws(JSONFault) -> [JSONToken] {
        guard bytes.count < Int(Int32.max) else { throw .tooLong }
        let result: Result<[JSONToken], JSONFault> = bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            do throws(JSONFault) {
                try scanner.text()
                return .success(scanner.tokens)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        // An event has one for every twenty bytes or so.
        tokens.reserveCapacity(64)
    }

    private mutating func text() throws(JSONFault) {
        try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw .trailing }
    }

    private mutating func value(depth: Int) throws(JSONFault) {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): try members(depth: depth + 1)
        case UInt8(ascii: "["): try elements(depth: depth + 1)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        default: try number()
        }
    }

    // MARK: Objects and arrays

    private mutating func members(depth: Int) throws(JSONFault) {
        let object = try open(.object, depth)
        skipSpace()
        if try peek() == UInt8(ascii: "}") { return close(object, count: 0) }
        var count: Int32 = 0
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw .syntax }
            try string()
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw .syntax }
            position += 1
            try value(depth: depth)
            count += 1
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"): return close(object, count: count)
            default: throw .syntax
            }
        }
    }

    private mutating func elements(depth: Int) throws(JSONFault) {
        let array = try open(.array, depth)
        skipSpace()
        if try peek() == UInt8(ascii: "]") { return close(array, count: 0) }
        var count: Int32 = 0
        while true {
            try value(depth: depth)
            count += 1
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"): return close(array, count: count)
            default: throw .syntax
            }
        }
    }

    private mutating func open(_ kind: JSONToken.Kind, _ depth: Int) throws(JSONFault) -> Int {
        guard depth <= Self.maximumDepth else { throw .tooDeep }
        position += 1
        tokens.append(JSONToken(kind: kind, start: Int32(position), end: 0, next: 0))
        return tokens.count - 1
    }

    private mutating func close(_ index: Int, count: Int32) {
        position += 1
        tokens[index].end = count
        tokens[index].next = Int32(tokens.count)
    }

    // MARK: Strings

    private mutating func string() throws(JSONFault) {
        position += 1
        let start = position
        var hasEscapes = false
        var isASCII = true
        while true {
            skipPlain()
            let byte = try peek()
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            } else if byte < 0x20 {
                throw .syntax
            } else {
                isASCII = isASCII && byte < 0x80
                position += 1
            }
        }
        if !isASCII {
            let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
            guard (try? UTF8Span(validating: content.span)) != nil else { throw .encoding }
        }
        append(hasEscapes ? .escapedString : .string, from: start)
        position += 1
    }

    /// Skips eight bytes at a time while all of them are ASCII and none ends the string, begins an escape or is a control
    /// character: in each byte of the sums the top bit says so, and sometimes of a harmless byte, which is looked at again.
    private mutating func skipPlain() {
        guard let base = bytes.baseAddress else { return }
        while position + 8 <= bytes.count {
            let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
            let control = word &- 0x2020_2020_2020_2020
            let quote = (word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101
            let backslash = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
            guard (word | control | quote | backslash) & 0x8080_8080_8080_8080 == 0 else { return }
            position += 8
        }
    }

    private mutating func escape() throws(JSONFault) {
        position += 1
        switch try peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            switch try unit() {
            case 0xD800..<0xDC00:
                guard try take() == UInt8(ascii: "\\"), try take() == UInt8(ascii: "u"),
                    (0xDC00..<0xE000).contains(try unit())
                else { throw .surrogate }
            case 0xDC00..<0xE000: throw .surrogate
            default: break
            }
        default:
            throw .syntax
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONString.hexadecimal(try take()) else { throw .syntax }
            value = value << 4 | digit
        }
        return value
    }

    // MARK: Numbers and literals

    private mutating func number() throws(JSONFault) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let isZero = try peek() == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !isZero || whole == 1 else { throw .syntax }
        var kind = JSONToken.Kind.integer
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw .syntax }
            kind = .number
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw .syntax }
            kind = .number
        }
        append(kind, from: start)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func literal(_ word: StaticString, _ kind: JSONToken.Kind) throws(JSONFault) {
        let start = position
        guard position + word.utf8CodeUnitCount <= bytes.count else { throw .ended }
        for index in 0..<word.utf8CodeUnitCount {
            guard bytes[position + index] == word.utf8Start[index] else { throw .syntax }
        }
        position += word.utf8CodeUnitCount
        append(kind, from: start)
    }

    // MARK: Bytes

    private mutating func append(_ kind: JSONToken.Kind, from start: Int) {
        tokens.append(
            JSONToken(kind: kind, start: Int32(start), end: Int32(position), next: Int32(tokens.count + 1)))
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONFault) -> UInt8 {
        guard position < bytes.count else { throw .ended }
        return bytes[position]
    }

    private mutating func take() throws(JSONFault) -> UInt8 {
        let byte = try peek()
        position += 1
        return byte
    }
}
