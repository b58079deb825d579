/// What is wrong with a form, by path: `{"embeds": {"0": {"title": {"_errors": [{code, message}]}}}}`.
struct FormErrors: Sendable, Hashable {
    struct Fault: Sendable, Hashable {
        var code: String
        var message: String
    }

    private struct Entry: Sendable, Hashable {
        var path: [String]
        var fault: Fault
    }

    private var entries: [Entry] = []

    init() {}

    init(_ fault: Fault, at path: String...) {
        add(fault, at: path)
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ fault: Fault, at path: [String]) {
        entries.append(Entry(path: path, fault: fault))
    }

    /// Throws ``DiscordError/invalidForm(_:)`` when anything was noted.
    func check() throws(DiscordError) {
        if !isEmpty { throw .invalidForm(self) }
    }

    var json: JSONValue {
        entries.reduce(into: JSONValue.object([:])) { tree, entry in
            Self.insert(entry.fault, at: entry.path[...], into: &tree)
        }
    }

    private static func insert(_ fault: Fault, at path: ArraySlice<String>, into tree: inout JSONValue) {
        guard let first = path.first else {
            let faults = tree["_errors"]?.array ?? []
            tree["_errors"] = .array(faults + [["code": .string(fault.code), "message": .string(fault.message)]])
            return
        }
        var child = tree[first] ?? [:]
        insert(fault, at: path.dropFirst(), into: &child)
        tree[first] = child
    }
}

extension FormErrors.Fault {
    static let required = Self(code: "BASE_TYPE_REQUIRED", message: "This field is required")
    static let notObject = Self(
        code: "MODEL_TYPE_CONVERT", message: "Only dictionaries may be used in a ModelType")
    static let notList = Self(code: "LIST_TYPE_CONVERT", message: "Only iterables may be used in a ListType")
    static let notBoolean = Self(code: "BOOLEAN_TYPE_CONVERT", message: "Must be either true or false.")
    static let notText = Self(code: "STRING_TYPE_CONVERT", message: "Could not interpret the value as string.")
    static let badURL = Self(code: "URL_TYPE_INVALID_URL", message: "Not a well formed URL.")
    static let embedsTooLarge = Self(
        code: "MAX_EMBED_SIZE_EXCEEDED", message: "Embed size exceeds maximum size of 6000")
    static let tooManyFiles = Self(
        code: "BASE_TYPE_MAX_LENGTH", message: "Must be \(AttachmentForm.maximumCount) or fewer in length.")
    static let noSuchFile = Self(code: "ATTACHMENT_NOT_FOUND", message: "Attachment data not found")
    static let nonceTooLong = Self(
        code: "NONCE_TYPE_TOO_LONG", message: "Must be 25 or fewer characters long.")
    static let nonceKind = Self(
        code: "NONCE_TYPE_INVALID_TYPE", message: "This field must be a string or integer.")
    static let duplicateCustomID = Self(
        code: "COMPONENT_CUSTOM_ID_DUPLICATED", message: "Component custom id cannot be duplicated")
    static let componentKind = Self(
        code: "COMPONENT_TYPE_INVALID", message: "The specified component type is invalid in this context")
    static let rowTooWide = Self(
        code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message: "The specified component exceeds the maximum width")
    static let customIDRequired = Self(
        code: "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", message: "A custom id is required")
    static let customIDAndURL = Self(
        code: "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        message: "A custom id and url cannot both be specified")
    static let commandName = Self(code: "APPLICATION_COMMAND_INVALID_NAME", message: "Command name is invalid")
    static let duplicateCommand = Self(
        code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message: "Application command names must be unique")
    static let requiredOptionLast = Self(
        code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        message: "Required options must be placed before non-required options")
    static let unknownReply = Self(code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message")

    static func choices(_ values: [Int]) -> Self {
        let list = values.map(String.init).joined(separator: ", ")
        return Self(code: "BASE_TYPE_CHOICES", message: "Value must be one of {\(list)}.")
    }

    static func choices(_ values: [String]) -> Self {
        let list = values.map { "'\($0)'" }.joined(separator: ", ")
        return Self(code: "BASE_TYPE_CHOICES", message: "Value must be one of {\(list)}.")
    }

    /// A minimum of 0 has a message of its own.
    static func length(_ range: ClosedRange<Int>) -> Self {
        guard range.lowerBound > 0 else {
            return Self(
                code: "BASE_TYPE_MAX_LENGTH", message: "Must be \(range.upperBound) or fewer in length.")
        }
        return Self(
            code: "BASE_TYPE_BAD_LENGTH",
            message: "Must be between \(range.lowerBound) and \(range.upperBound) in length.")
    }

    static func maximum(_ value: Int) -> Self {
        Self(code: "NUMBER_TYPE_MAX", message: "int value should be less than or equal to \(value).")
    }

    static func minimum(_ value: Int) -> Self {
        Self(code: "NUMBER_TYPE_MIN", message: "int value should be greater than or equal to \(value).")
    }

    static func notNumber(_ text: String, _ type: String = "int") -> Self {
        Self(code: "NUMBER_TYPE_COERCE", message: "Value \"\(text)\" is not \(type).")
    }

    static func notTime(_ text: String) -> Self {
        Self(code: "DATE_TIME_TYPE_PARSE", message: "Could not parse \(text). Should be ISO8601.")
    }

    static func badScheme(_ scheme: String, allowed: [String]) -> Self {
        let list = allowed.map { "'\($0)'" }.joined(separator: ", ")
        return Self(
            code: "URL_TYPE_INVALID_SCHEME",
            message: "Scheme \"\(scheme)\" is not supported. Scheme must be one of (\(list)).")
    }

    static func exclusiveMentions(_ kind: String) -> Self {
        Self(
            code: "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            message: "parse:[\"\(kind)\"] and \(kind): [ids...] are mutually exclusive.")
    }
}
