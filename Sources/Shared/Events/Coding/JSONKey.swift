/// A key that no type of the caller's stands for: an array's position, or `super`.
struct JSONKey: CodingKey {
    let intValue: Int?
    private let name: String

    /// Made only when somebody looks.
    var stringValue: String { intValue.map { "\($0)" } ?? name }

    init(stringValue: String) {
        name = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        name = ""
        self.intValue = intValue
    }

    static let `super` = JSONKey(stringValue: "super")
}
