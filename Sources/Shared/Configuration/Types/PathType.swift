extension VariableType<String> {
    /// What must be at a path when the service starts.
    public enum PathRule: Sendable {
        /// A file that can be read.
        case file
        /// A file, a directory, or nothing yet.
        case any
    }

    /// A path; a relative one starts at the working directory.
    public static func path(_ rule: PathRule) -> Self {
        VariableType(
            name: "path", limits: rule == .file ? "a file that can be read" : nil, isSetThroughFile: false,
            read: { path, context throws(InvalidValue) in
                guard !path.contains(where: \.isNewline), !path.unicodeScalars.contains("\0"), path.utf8.count <= 4096
                else { throw InvalidValue("is not a path") }
                guard !path.hasPrefix("~") else { throw InvalidValue("starts with ~; write the whole path") }
                guard rule == .file else { return path }
                switch context.files.kind(path) {
                case .file: return path
                case .directory: throw InvalidValue("names \(InvalidValue.quoting(path)), which is a directory")
                case .other: throw InvalidValue("names \(InvalidValue.quoting(path)), which is not a regular file")
                case .missing: throw InvalidValue("names \(InvalidValue.quoting(path)), which does not exist")
                case .unreadable(let reason):
                    throw InvalidValue("names \(InvalidValue.quoting(path)), which cannot be read (\(reason))")
                }
            }, write: { $0 })
    }
}
