/// Walks through a `.env` file statement by statement; ``DotEnv`` tells the rules.
struct DotEnvScanner {
    enum Statement {
        case entry(name: String, DotEnv.Entry)
        case fault(DotEnv.Fault)
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.utf8.count)
        var afterReturn = false
        for scalar in text.unicodeScalars {
            if !(afterReturn && scalar == "\n") { scalars.append(scalar == "\r" ? "\n" : scalar) }
            afterReturn = scalar == "\r"
        }
        self.scalars = scalars
    }

    mutating func next() -> Statement? {
        while position < scalars.count {
            skip(while: Self.isSpace)
            guard position < scalars.count else { return nil }
            if scalars[position] == "#" {
                skip { $0 != "\n" }
                continue
            }
            return statement()
        }
        return nil
    }

    private mutating func statement() -> Statement {
        let start = line
        guard let name = name() else {
            skip { $0 != "\n" }
            return .fault(DotEnv.Fault(line: start, problem: "is neither NAME=value nor a comment"))
        }
        skip(while: Self.isBlank)
        guard position < scalars.count, let quoted = quotedValue() else { return unquotedValue(name, start) }
        return .entry(name: name, DotEnv.Entry(value: quoted, line: start))
    }

    /// Reads `[export] NAME =` or `[export] NAME: ` and stops behind the separator; nil when the line has none.
    private mutating func name() -> String? {
        guard var name = word() else { return nil }
        skip(while: Self.isBlank)
        if name == "export", let exported = word() {
            name = exported
            skip(while: Self.isBlank)
        }
        guard position < scalars.count else { return nil }
        let spaceFollows = position + 1 < scalars.count && Self.isSpace(scalars[position + 1])
        guard scalars[position] == "=" || scalars[position] == ":" && spaceFollows else { return nil }
        position += 1
        return name
    }

    private mutating func word() -> String? {
        let start = position
        skip {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || "_.-".unicodeScalars.contains($0)
        }
        return position > start ? text(start..<position) : nil
    }

    /// Reads a value in quotes when one starts here and nothing but a comment follows it on its last line.
    ///
    /// A quote behind a backslash does not end the value, unless no other quote can: `"C:\logs\"` is one value.
    private mutating func quotedValue() -> String? {
        let quote = scalars[position]
        guard Self.isQuote(quote) else { return nil }
        var ends: [Int] = []
        var index = position + 1
        while index < scalars.count {
            if scalars[index] == quote {
                ends.append(index)
                if scalars[index - 1] != "\\" { break }
            }
            index += 1
        }
        guard let end = ends.last(where: endsStatement) else { return nil }
        let value = text(position + 1..<end)
        line += scalars[position..<end].count { $0 == "\n" }
        position = end + 1
        skip { $0 != "\n" }
        return quote == "\"" ? Self.withLineBreaks(value) : value
    }

    private func endsStatement(_ end: Int) -> Bool {
        var index = end + 1
        while index < scalars.count, Self.isBlank(scalars[index]) { index += 1 }
        return index == scalars.count || scalars[index] == "\n" || scalars[index] == "#"
    }

    private mutating func unquotedValue(_ name: String, _ start: Int) -> Statement {
        let first = position
        skip { $0 != "\n" && $0 != "#" }
        var value = Self.trimmed(text(first..<position))
        skip { $0 != "\n" }
        if let quote = value.unicodeScalars.first, Self.isQuote(quote) {
            guard value.unicodeScalars.count > 1, value.unicodeScalars.last == quote else {
                let problem = "\(name) has a \(quote) that is not closed, or text behind the closing one"
                return .fault(DotEnv.Fault(line: start, problem: problem))
            }
            value = String(String.UnicodeScalarView(value.unicodeScalars.dropFirst().dropLast()))
            if quote == "\"" { value = Self.withLineBreaks(value) }
        }
        return .entry(name: name, DotEnv.Entry(value: value, line: start))
    }

    private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
        while position < scalars.count, condition(scalars[position]) {
            if scalars[position] == "\n" { line += 1 }
            position += 1
        }
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }
}

extension DotEnvScanner {
    static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\"" || scalar == "`" }

    /// White space as JavaScript has it: the byte order mark counts.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FEFF}" || scalar != "\u{85}" && scalar.properties.isWhitespace
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar != "\n" && isSpace(scalar) }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Replaces the two-character sequences `\n` and `\r`, all `\n` first, as `dotenv` does.
    private static func withLineBreaks(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            if scalar == "\\", pending == "n" || pending == "r" {
                result.append(pending == "n" ? "\n" : "\r")
                pending = scalars.next()
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
