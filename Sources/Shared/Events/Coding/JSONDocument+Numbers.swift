extension JSONDocument {
    /// The number, if it is a whole one of this type's range; nil otherwise. Exact: nothing is rounded.
    func integer<Value: FixedWidthInteger>(_ index: Int, as type: Value.Type) -> Value? {
        guard kind(index) == .integer else {
            // Written as 1.0 or 1e3. From here on a Double no longer tells neighbours apart.
            return double(index).flatMap { $0.magnitude < 0x1p53 ? Value(exactly: $0) : nil }
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

    /// The nearest number of this type; nil when it is beyond its range.
    func double(_ index: Int) -> Double? { float(index, as: Double.self) }

    func float<Value: BinaryFloatingPoint & LosslessStringConvertible>(_ index: Int, as type: Value.Type) -> Value? {
        let value = content(index) { Value(String(decoding: $0, as: UTF8.self)) }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }
}
