/// A rule for the characters of a text, with the words that explain it.
public struct TextRule: Sendable {
    /// Goes on from "must be": "17 to 20 digits".
    public let words: String
    let allows: @Sendable (String) -> Bool

    public init(_ words: String, allows: @escaping @Sendable (String) -> Bool) {
        self.words = words
        self.allows = allows
    }
}

extension VariableType<String> {
    /// One line of text; spaces at its ends do not count.
    public static func text(_ rule: TextRule? = nil, maximumLength: Int = 1000) -> Self {
        VariableType(
            name: "text", limits: rule?.words,
            read: { text, _ throws(InvalidValue) in
                let value = DotEnvScanner.trimmed(text)
                guard value.count <= maximumLength else {
                    throw InvalidValue("has \(value.count) characters; at most \(maximumLength) are allowed")
                }
                guard !value.contains(where: \.isNewline) else { throw InvalidValue("must be one line") }
                if let rule, !rule.allows(value) {
                    throw InvalidValue("is \(InvalidValue.quoting(value)) but must be \(rule.words)")
                }
                return value
            }, write: { $0 })
    }
}

extension VariableType<Secret> {
    /// A password: any text of one line.
    public static var password: Self { secret { !$0.contains(where: \.isNewline) ? nil : "must be one line" } }

    /// A token or key as it goes into an HTTP header: one word of printable ASCII.
    public static var token: Self {
        secret { text in
            text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                ? nil
                : "must be one word of ASCII characters, without spaces and without a prefix such as Bot or Bearer"
        }
    }

    private static func secret(problem: @escaping @Sendable (String) -> String?) -> Self {
        VariableType(
            name: "secret", isSecret: true,
            read: { text, _ throws(InvalidValue) in
                if let problem = problem(text) { throw InvalidValue(problem) }
                guard text.utf8.count <= 4096 else { throw InvalidValue("is longer than 4096 bytes") }
                return Secret(text)
            }, write: { $0.reveal() }, show: { _ in Secret.mask })
    }
}

extension VariableType where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases, in any case of letters.
    public static var choice: Self {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return VariableType(
            name: "choice", limits: words,
            read: { text, _ throws(InvalidValue) in
                let wanted = DotEnvScanner.trimmed(text).lowercased()
                guard let value = Value.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else {
                    throw InvalidValue("is \(InvalidValue.quoting(text)) but must be one of \(words)")
                }
                return value
            }, write: { $0.rawValue })
    }
}

extension VariableType<Bool> {
    /// `true` or `false`; also yes/no, on/off, 1/0, and what else the variable's older users may have.
    public static func boolean(alsoTrue: Set<String> = []) -> Self {
        VariableType(
            name: "boolean", limits: "true or false",
            read: { text, _ throws(InvalidValue) in
                switch DotEnvScanner.trimmed(text).lowercased() {
                case "true", "yes", "on", "1": true
                case "false", "no", "off", "0": false
                case let word where alsoTrue.contains(word): true
                default: throw InvalidValue("is \(InvalidValue.quoting(text)) but must be true or false")
                }
            }, write: { $0 ? "true" : "false" })
    }
}

extension VariableType<[String]> {
    /// Values between commas, each one under the rule.
    public static func list(of rule: TextRule, maximumCount: Int = 50) -> Self {
        VariableType(
            name: "list", limits: "\(rule.words), with commas between",
            read: { text, _ throws(InvalidValue) in
                let items = text.split(separator: ",").map { DotEnvScanner.trimmed(String($0)) }.filter { !$0.isEmpty }
                guard items.count <= maximumCount else {
                    throw InvalidValue("has \(items.count) values; at most \(maximumCount) are allowed")
                }
                if let wrong = items.first(where: { !rule.allows($0) }) {
                    throw InvalidValue("holds \(InvalidValue.quoting(wrong)) but each value must be \(rule.words)")
                }
                return items
            }, write: { $0.joined(separator: ",") })
    }
}
