/// Where values come from: the real environment, then the `.env` file.
public struct ConfigurationSource: Sendable {
    /// Where one value came from.
    public enum Origin: Sendable, Equatable, CustomStringConvertible {
        case standard
        case environment
        case dotEnv(path: String, line: Int)
        /// The file that `NAME_FILE` named.
        case file(path: String)

        public var description: String {
            switch self {
            case .standard: "default"
            case .environment: "environment"
            case .dotEnv(let path, let line): "\(path) line \(line)"
            case .file(let path): path
            }
        }
    }

    /// A value of a `NAME_FILE` may have this many bytes.
    public static let maximumValueSize = 65_536

    public let environment: [String: String]
    public let dotEnv: DotEnv
    public let dotEnvPath: String
    public let files: ConfigurationFiles

    public init(environment: [String: String], dotEnv: DotEnv, dotEnvPath: String, files: ConfigurationFiles) {
        self.environment = environment
        self.dotEnv = dotEnv
        self.dotEnvPath = dotEnvPath
        self.files = files
    }

    /// The text of a variable; nil when it is not set. An empty value counts as not set, and in the environment it
    /// hides the one in `.env`.
    public func value(_ key: String) -> (text: String, origin: Origin)? {
        if let text = environment[key] { return text.isEmpty ? nil : (text, .environment) }
        guard let entry = dotEnv.entries[key], !entry.value.isEmpty else { return nil }
        return (entry.value, .dotEnv(path: dotEnvPath, line: entry.line))
    }

    /// The text of a variable or of the file that `fileKey` names, without the line break at the file's end.
    func value(_ key: String, orFileIn fileKey: String) throws(InvalidValue) -> (text: String, origin: Origin)? {
        guard let path = value(fileKey) else { return value(key) }
        guard value(key) == nil else { throw InvalidValue("and \(fileKey) are both set; keep one of them") }
        let shown = InvalidValue.quoting(path.text)
        var text: String
        do {
            text = try files.text(path.text, limit: Self.maximumValueSize)
        } catch {
            throw InvalidValue("cannot be taken from the file in \(fileKey): \(shown) \(error.problem)")
        }
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        guard !text.isEmpty else {
            throw InvalidValue("cannot be taken from the file in \(fileKey): \(shown) is empty")
        }
        return (text, .file(path: path.text))
    }

    /// Every name that is set anywhere, with its origin.
    var names: [(name: String, origin: Origin)] {
        let fromFile = dotEnv.entries.filter { environment[$0.key] == nil }
        return environment.keys.map { ($0, .environment) }
            + fromFile.map { ($0.key, .dotEnv(path: dotEnvPath, line: $0.value.line)) }
    }
}
