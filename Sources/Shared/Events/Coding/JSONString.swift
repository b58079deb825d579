/// The escapes of JSON strings.
enum JSONString {
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The text of a string's content, whose escapes a ``JSONScanner`` has found to be right.
    static func unescaped(_ content: UnsafeBufferPointer<UInt8>) -> String {
        // No escape is shorter than what it stands for.
        String(unsafeUninitializedCapacity: content.count) { target in
            var written = 0
            func write(_ byte: UInt32) {
                target[written] = UInt8(truncatingIfNeeded: byte)
                written += 1
            }
            var index = 0
            while index < content.count {
                let byte = content[index]
                index += 1
                guard byte == UInt8(ascii: "\\"), index < content.count else {
                    write(UInt32(byte))
                    continue
                }
                let escape = content[index]
                index += 1
                guard escape == UInt8(ascii: "u") else {
                    write(UInt32(plain(escape)))
                    continue
                }
                var scalar = unit(content, at: index)
                index += 4
                if 0xD800..<0xDC00 ~= scalar {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + unit(content, at: index + 2) & 0x3FF
                    index += 6
                }
                switch scalar {
                case ..<0x80:
                    write(scalar)
                case ..<0x800:
                    write(0xC0 | scalar >> 6)
                    write(0x80 | scalar & 0x3F)
                case ..<0x10000:
                    write(0xE0 | scalar >> 12)
                    write(0x80 | scalar >> 6 & 0x3F)
                    write(0x80 | scalar & 0x3F)
                default:
                    write(0xF0 | scalar >> 18)
                    write(0x80 | scalar >> 12 & 0x3F)
                    write(0x80 | scalar >> 6 & 0x3F)
                    write(0x80 | scalar & 0x3F)
                }
            }
            return written
        }
    }

    /// The first byte from `start` on that must be escaped; the end when there is none.
    static func firstToEscape(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = text.baseAddress else { return start }
        var index = start
        while index < text.count {
            // Eight bytes at a time: the top bit of a byte tells that it is below 0x20, a quote or a backslash.
            if index + 8 <= text.count {
                let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                let quote = word ^ 0x2222_2222_2222_2222
                let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
                let control = (word &- 0x2020_2020_2020_2020) & ~word
                let other =
                    (quote &- 0x0101_0101_0101_0101) & ~quote | (backslash &- 0x0101_0101_0101_0101) & ~backslash
                if (control | other) & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
            }
            let byte = text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return text.count
    }

    /// What is written after a backslash for a byte that has to be escaped; nil for `\u00XX` and for all other bytes.
    static func escape(for byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        default: nil
        }
    }

    private static func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "r"): 0x0D
        default: escape
        }
    }

    private static func unit(_ content: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
        content[index..<index + 4].reduce(0) { $0 << 4 | (hexadecimal($1) ?? 0) }
    }
}
