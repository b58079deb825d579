import Foundation

/// Names and values of a query string or of an `application/x-www-form-urlencoded` body.
struct FormFields: Sendable, Hashable {
    private(set) var fields: [Field] = []

    struct Field: Sendable, Hashable {
        var name: String
        var value: String
    }

    init() {}

    /// `+` is a space, `%XX` a byte of UTF-8; a field without `=` has an empty value. What cannot be decoded stays as is.
    init(parsing text: some StringProtocol) {
        fields = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Field(name: Self.decode(parts[0]), value: parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value of `name`.
    subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// All values of `name` in order (`?ranges=A1&ranges=B2`).
    func values(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    private static func decode(_ text: some StringProtocol) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return spaced.removingPercentEncoding ?? spaced
    }
}
