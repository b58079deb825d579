/// HTTP header fields in the order given; names compare without regard to case.
struct HeaderFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private(set) var fields: [Field] = []

    struct Field: Sendable, Hashable {
        var name: String
        var value: String
    }

    init() {}

    init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of `name`. Setting replaces all its values; nil removes them.
    subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// Adds a value beside those that `name` has already (Set-Cookie).
    mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}
