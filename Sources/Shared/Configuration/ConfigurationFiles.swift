/// The little that configuration needs from the file system, so that tests can do without one.
public struct ConfigurationFiles: Sendable {
    /// What is at a path.
    public enum Kind: Sendable, Equatable {
        case file, directory, other
        case missing
        /// With the reason in the system's words.
        case unreadable(String)
    }

    /// Reads a whole regular file; fails when it is larger than `limit` bytes.
    public var read: @Sendable (_ path: String, _ limit: Int) throws(InvalidValue) -> [UInt8]
    public var kind: @Sendable (_ path: String) -> Kind

    public init(
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws(InvalidValue) -> [UInt8],
        kind: @escaping @Sendable (_ path: String) -> Kind
    ) {
        self.read = read
        self.kind = kind
    }

    /// A file as text; UTF-8 is required, because a guess would change a secret.
    func text(_ path: String, limit: Int) throws(InvalidValue) -> String {
        guard let text = String(validating: try read(path, limit), as: UTF8.self) else {
            throw InvalidValue("is not UTF-8 text")
        }
        return text
    }
}

extension ConfigurationFiles {
    /// The real file system; relative paths start at the working directory.
    public static let system = ConfigurationFiles(read: SystemFiles.contents, kind: SystemFiles.kind)
}
