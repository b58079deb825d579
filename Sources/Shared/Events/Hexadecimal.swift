/// Lower-case hexadecimal digits.
enum Hexadecimal {
    /// All sixteen of a number.
    static func digits(of value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { text in
            write(value, to: text, at: 0, count: 16)
            return 16
        }
    }

    /// Writes the number's last `count` digits.
    static func write(_ value: UInt64, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int, count: Int) {
        var value = value
        for index in stride(from: start + count - 1, through: start, by: -1) {
            let digit = UInt8(truncatingIfNeeded: value & 0xF)
            text[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            value >>= 4
        }
    }
}
