/// Values of the plain types; nil where the value is of another type or does not fit.
extension JSONDocument {
    func bool(_ index: Int) -> Bool? {
        switch kind(index) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    func string(_ index: Int) -> String? {
        switch kind(index) {
        case .string, .escapedString: text(index)
        default: nil
        }
    }

    /// Exact: nothing is rounded.
    func integer<Value: FixedWidthInteger>(_ index: Int) -> Value? {
        switch kind(index) {
        case .integer: break
        // Written as 1.0 or 1e3. From here on a Double no longer tells neighbours apart.
        case .number:
            return float(index).flatMap { (value: Double) in value.magnitude < 0x1p53 ? Value(exactly: value) : nil }
        default: return nil
        }
        return content(index) { digits in
            var value: Value = 0
            let isNegative = digits.first == UInt8(ascii: "-")
            for digit in digits.dropFirst(isNegative ? 1 : 0) {
                let digit = Value(truncatingIfNeeded: digit &- UInt8(ascii: "0"))
                let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
                // Downwards, since the range reaches one further there.
                let (next, overflowedToo) =
                    isNegative
                    ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
                if overflowed || overflowedToo { return nil }
                value = next
            }
            return value
        }
    }

    /// The nearest number of this type.
    func float<Value: BinaryFloatingPoint & LosslessStringConvertible>(_ index: Int) -> Value? {
        switch kind(index) {
        case .integer, .number:
            let value = content(index) { Value(String(decoding: $0, as: UTF8.self)) }
            return value.flatMap { $0.isFinite ? $0 : nil }
        default:
            return nil
        }
    }
}
