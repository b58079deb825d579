extension VariableType<Int> {
    public static func integer(_ range: ClosedRange<Int>) -> Self {
        VariableType(
            name: "integer", limits: "\(range.lowerBound) to \(range.upperBound)",
            read: { text, _ throws(InvalidValue) in
                guard let value = Int(DotEnvScanner.trimmed(text)) else {
                    throw InvalidValue("is \(InvalidValue.quoting(text)), which is not a whole number")
                }
                guard range.contains(value) else {
                    throw InvalidValue("is \(value) but must be \(range.lowerBound) to \(range.upperBound)")
                }
                return value
            }, write: { "\($0)" })
    }
}

extension VariableType<Double> {
    public static func number(_ range: ClosedRange<Double>) -> Self {
        VariableType(
            name: "number", limits: "\(Decimal.text(range.lowerBound)) to \(Decimal.text(range.upperBound))",
            read: { text, _ throws(InvalidValue) in try Decimal.read(text, range, unit: "") },
            write: { Decimal.text($0) })
    }
}

extension VariableType<Duration> {
    /// A time in seconds, fractions to the millisecond. The variable's name ends in `_SECONDS`.
    public static func seconds(_ range: ClosedRange<Double>) -> Self {
        VariableType(
            name: "seconds", limits: "\(Decimal.text(range.lowerBound)) to \(Decimal.text(range.upperBound))",
            read: { text, _ throws(InvalidValue) in
                .milliseconds(Int64((try Decimal.read(text, range, unit: " seconds") * 1000).rounded()))
            },
            write: { duration in
                let (seconds, attoseconds) = duration.components
                return Decimal.text(Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000)
            })
    }
}

/// Decimal numbers as people write them.
private enum Decimal {
    /// Digits with at most one point and a sign: what Swift reads beside that (`nan`, `0x1p3`) is a mistake here.
    static func read(_ text: String, _ range: ClosedRange<Double>, unit: String) throws(InvalidValue) -> Double {
        let text = DotEnvScanner.trimmed(text)
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 45 }), let value = Double(text) else {
            throw InvalidValue("is \(InvalidValue.quoting(text)), which is not a number")
        }
        guard range.contains(value) else {
            throw InvalidValue(
                "is \(text) but must be \(self.text(range.lowerBound)) to \(self.text(range.upperBound))\(unit)")
        }
        return value
    }

    static func text(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
