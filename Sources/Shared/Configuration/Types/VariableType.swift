/// How the text of a variable becomes a value and back.
public struct VariableType<Value: Sendable>: Sendable {
    /// What the documents call it.
    public let name: String
    /// The range or rule in words.
    public let limits: String?
    public let isSecret: Bool
    /// False for paths, where `NAME_FILE` would say the same twice.
    public let isSetThroughFile: Bool
    /// Reads a text that is not empty. The problem it throws goes on from the variable's name.
    let read: @Sendable (String, VariableContext) throws(InvalidValue) -> Value
    /// The text that reads as the value; empty for nothing.
    let write: @Sendable (Value) -> String
    /// The value as people may see it.
    let show: @Sendable (Value) -> String

    init(
        name: String, limits: String? = nil, isSecret: Bool = false, isSetThroughFile: Bool = true,
        read: @escaping @Sendable (String, VariableContext) throws(InvalidValue) -> Value,
        write: @escaping @Sendable (Value) -> String, show: (@Sendable (Value) -> String)? = nil
    ) {
        self.name = name
        self.limits = limits
        self.isSecret = isSecret
        self.isSetThroughFile = isSetThroughFile
        self.read = read
        self.write = write
        self.show = show ?? write
    }

    /// The same type where nothing is a value too.
    public static func optional<Wrapped>(_ type: VariableType<Wrapped>) -> Self where Value == Wrapped? {
        VariableType(
            name: type.name, limits: type.limits, isSecret: type.isSecret, isSetThroughFile: type.isSetThroughFile,
            read: { text, context throws(InvalidValue) in try type.read(text, context) },
            write: { $0.map(type.write) ?? "" }, show: { $0.map(type.show) ?? "" })
    }
}

/// What a check may need beside the text.
struct VariableContext: Sendable {
    /// Lower-case host names to which http without TLS is accepted.
    var plainHTTPHosts: Set<String> = []
    var files: ConfigurationFiles
}
