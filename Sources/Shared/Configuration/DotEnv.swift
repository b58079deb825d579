/// The contents of a `.env` file, read as the npm package `dotenv` reads it.
///
/// - One `NAME=value` a line; spaces around the name and the value do not count; `export` in front is allowed, and
///   `NAME: value` means the same. Names hold letters, digits, `_`, `.` and `-`.
/// - A value in `'`, `"` or `` ` `` keeps its spaces, its `#` and its line breaks. Only inside `"` do `\n` and `\r`
///   become line breaks; every other backslash stays as it is.
/// - Without quotes the value ends at the first `#`, which needs no space in front of it.
/// - A line that starts with `#` is a comment. The last of several equal names wins. Line ends may be LF, CRLF or CR; a
///   byte order mark is skipped.
///
/// Where `dotenv` silently skips what it cannot read, this says so: see ``faults``.
public struct DotEnv: Sendable, Equatable {
    /// One value and where it stands.
    public struct Entry: Sendable, Equatable {
        public let value: String
        /// The line of the name, counted from 1.
        public let line: Int
    }

    /// Something that cannot be read. The text never holds a value, which may be a secret.
    public struct Fault: Sendable, Equatable {
        public let line: Int
        public let problem: String
    }

    public private(set) var entries: [String: Entry] = [:]

    /// What could not be read, in the order of the lines. ``entries`` holds all the rest.
    public private(set) var faults: [Fault] = []

    /// A file without a single line.
    public init() {}

    public init(parsing text: String) {
        var scanner = DotEnvScanner(text)
        while let statement = scanner.next() {
            switch statement {
            case .entry(let name, let entry): entries[name] = entry
            case .fault(let fault): faults.append(fault)
            }
        }
    }

    /// The value as it can stand behind `NAME=`, quoted when it must be; nil when no quotes can hold it.
    public static func quoted(_ value: String) -> String? {
        let plain = value.unicodeScalars.allSatisfy { $0 != "#" && $0 != "\n" && $0 != "\r" }
        let first = value.unicodeScalars.first
        if plain, first.map({ !DotEnvScanner.isQuote($0) }) ?? true, DotEnvScanner.trimmed(value) == value {
            return value
        }
        // A backslash at the end would make the closing quote doubtful.
        guard !value.hasSuffix("\\") else { return nil }
        // Single quotes come first: nothing inside them has a meaning.
        for quote in ["'", "`"] as [Character] where !value.contains(quote) && !value.contains("\r") {
            return "\(quote)\(value)\(quote)"
        }
        guard !value.contains("\""), !value.contains("\\") else { return nil }
        return "\"" + value.split(separator: "\r", omittingEmptySubsequences: false).joined(separator: "\\r") + "\""
    }
}
