/// The way from the top of a document to a value. A list linked upwards costs one small object a level; the array of
/// keys that Codable asks for is made only when somebody looks, which is when there is an error.
final class CodingPathNode {
    enum Step {
        case key(any CodingKey)
        case index(Int)
    }

    private let parent: CodingPathNode?
    private let step: Step

    init(_ step: Step, under parent: CodingPathNode?) {
        self.parent = parent
        self.step = step
    }

    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var node: CodingPathNode? = self
        while let current = node {
            switch current.step {
            case .key(let key): keys.append(key)
            case .index(let index): keys.append(BSONKey(intValue: index))
            }
            node = current.parent
        }
        return keys.reversed()
    }
}

/// A key that no type of the caller's stands for: an array's position, or `super`.
struct BSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        self.intValue = nil
    }

    init(intValue: Int) {
        self.stringValue = "\(intValue)"
        self.intValue = intValue
    }

    static let `super` = BSONKey(stringValue: "super")
}

extension Sequence where Element == any CodingKey {
    /// As in `messages.3.author`.
    var dotted: String {
        map(\.stringValue).joined(separator: ".")
    }
}
