/// One variable of the configuration, declared once: what is read, checked, documented and printed comes from here.
///
/// A variable that may be left out has an optional `Value` and ``Presence/standard(_:)`` of nil.
public struct Variable<Value: Sendable>: Sendable {
    public enum Presence: Sendable {
        case required
        /// The value when nothing is set.
        case standard(Value)
    }

    /// The name in the environment.
    public let key: String
    /// One or two sentences for the person who sets it.
    public let meaning: String
    public let type: VariableType<Value>
    public let presence: Presence
    /// A value that passes every check that needs no outside knowledge; a test holds that.
    public let example: Value
    /// The services that read it.
    public let services: Set<ServiceName>
    /// Words for "required when …", for a variable whose need depends on another one.
    public let requiredWhen: String?

    public init(
        _ key: String, _ meaning: String, type: VariableType<Value>, presence: Presence, example: Value,
        services: Set<ServiceName> = Set(ServiceName.allCases), requiredWhen: String? = nil
    ) {
        self.key = key
        self.meaning = meaning
        self.type = type
        self.presence = presence
        self.example = example
        self.services = services
        self.requiredWhen = requiredWhen
    }

    /// A variable with a default, which also is its example.
    public init(
        _ key: String, _ meaning: String, type: VariableType<Value>, standard: Value,
        services: Set<ServiceName> = Set(ServiceName.allCases)
    ) {
        self.init(key, meaning, type: type, presence: .standard(standard), example: standard, services: services)
    }

    /// The name of the variable that may hold the path of a file with the value instead.
    public var fileKey: String { key + "_FILE" }

    /// What documents need, for a list of variables of all types.
    public var declaration: VariableDeclaration {
        var standard: String?
        if case .standard(let value) = presence { standard = type.write(value) }
        return VariableDeclaration(
            key: key, meaning: meaning, typeName: type.name, limits: type.limits, isSecret: type.isSecret,
            standard: standard.flatMap { $0.isEmpty ? nil : $0 }, isRequired: standard == nil,
            requiredWhen: requiredWhen, example: type.write(example), services: services,
            isSetThroughFile: type.isSetThroughFile)
    }
}

/// A ``Variable`` without its Swift type.
public struct VariableDeclaration: Sendable, Equatable {
    public let key: String
    public let meaning: String
    /// Such as `integer`.
    public let typeName: String
    /// Such as `1 to 64`; nil when the type alone says it.
    public let limits: String?
    public let isSecret: Bool
    /// The default as it is written in `.env`; nil when there is none.
    public let standard: String?
    public let isRequired: Bool
    public let requiredWhen: String?
    public let example: String
    public let services: Set<ServiceName>
    /// Whether `<key>_FILE` is read too.
    public let isSetThroughFile: Bool

    /// `NAME=example`, as a line of `.env`.
    public var exampleLine: String { "\(key)=\(DotEnv.quoted(example) ?? example)" }
}
