import Foundation

/// One place in a JSON body, with its path. Reading a value of the wrong kind or length notes a fault in `errors` and
/// gives nil, so that one answer names everything that is wrong, as Discord's does. An explicit null reads as absent.
struct FormField: Sendable {
    let path: [String]
    /// As sent; nil when the member is missing.
    let value: JSONValue?

    init(_ value: JSONValue?, path: [String] = []) {
        self.value = value
        self.path = path
    }

    subscript(key: String) -> FormField {
        FormField(value?[key], path: path + [key])
    }

    var isAbsent: Bool { value == nil }
    var isAbsentOrNull: Bool { value?.isNull ?? true }
}

extension FormField {
    /// Text of a length within `lengths`, surrounding white space removed. Lengths are UTF-16 units: Discord does not
    /// say what it counts, and this is the reading under which nothing too long for it passes.
    func text(
        _ lengths: ClosedRange<Int>, required: Bool = false, _ errors: inout FormErrors
    ) -> String? {
        guard let value = present(required: required, &errors) else { return nil }
        guard let raw = value.string else { return note(.notText, &errors) }
        let text = raw.trimmingCharacters(in: .whitespacesAndNewlines)
        if required && text.isEmpty { return note(.required, &errors) }
        guard lengths.contains(text.utf16.count) else { return note(.length(lengths), &errors) }
        return text
    }

    func integer(_ range: ClosedRange<Int>, required: Bool = false, _ errors: inout FormErrors) -> Int? {
        guard let value = present(required: required, &errors) else { return nil }
        guard let number = value.int ?? value.string.flatMap(Int.init) else {
            return note(.notNumber(Self.shown(value)), &errors)
        }
        guard number >= range.lowerBound else { return note(.minimum(range.lowerBound), &errors) }
        guard number <= range.upperBound else { return note(.maximum(range.upperBound), &errors) }
        return number
    }

    func choice(of values: [Int], required: Bool = false, _ errors: inout FormErrors) -> Int? {
        guard let value = present(required: required, &errors) else { return nil }
        guard let number = value.int, values.contains(number) else { return note(.choices(values), &errors) }
        return number
    }

    func flag(_ errors: inout FormErrors) -> Bool? {
        guard let value = present(required: false, &errors) else { return nil }
        return value.bool ?? note(.notBoolean, &errors)
    }

    /// The elements of a list, each with its index in its path.
    func list(
        _ counts: ClosedRange<Int>, required: Bool = false, _ errors: inout FormErrors
    ) -> [FormField]? {
        guard let value = present(required: required, &errors) else { return nil }
        guard let array = value.array else { return note(.notList, &errors) }
        guard counts.contains(array.count) else { return note(.length(counts), &errors) }
        return array.enumerated().map { FormField($0.element, path: path + [String($0.offset)]) }
    }

    /// Whether this is an object; anything else is noted, absence only when required.
    func isObject(required: Bool = false, _ errors: inout FormErrors) -> Bool {
        guard let value = present(required: required, &errors) else { return false }
        if value.object != nil { return true }
        errors.add(.notObject, at: path)
        return false
    }

    /// An absolute address with one of `schemes`.
    func url(
        schemes: [String] = ["http", "https"], limit: Int = 2048, required: Bool = false, _ errors: inout FormErrors
    ) -> String? {
        guard let text = text(0...limit, required: required, &errors) else { return nil }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased() else { return note(.badURL, &errors) }
        guard schemes.contains(scheme) else { return note(.badScheme(scheme, allowed: schemes), &errors) }
        guard url.host?.isEmpty == false else { return note(.badURL, &errors) }
        return text
    }

    func snowflake(required: Bool = false, _ errors: inout FormErrors) -> Snowflake? {
        guard let value = present(required: required, &errors) else { return nil }
        let text = value.string ?? value.int.map(String.init) ?? ""
        return Snowflake(text) ?? note(.notNumber(Self.shown(value), "snowflake"), &errors)
    }

    /// Notes `fault` here.
    func note<T>(_ fault: FormErrors.Fault, _ errors: inout FormErrors) -> T? {
        errors.add(fault, at: path)
        return nil
    }

    private func present(required: Bool, _ errors: inout FormErrors) -> JSONValue? {
        if let value, !value.isNull { return value }
        if required { errors.add(.required, at: path) }
        return nil
    }

    private static func shown(_ value: JSONValue) -> String {
        value.string ?? String(decoding: value.data(), as: UTF8.self)
    }
}
