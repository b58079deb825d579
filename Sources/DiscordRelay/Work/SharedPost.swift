/// Messages that go out in one post, in their order. Pure.
///
/// Each keeps its author, and no message is cut to fit: one that does not fit whole waits for the next post.
struct SharedPost: Equatable, Sendable {
    /// One message of it.
    struct Item: Equatable, Sendable {
        /// The key of its effect.
        var effect: String
        /// The chat message's id.
        var message: String
        /// Of the event that tells of it.
        var sequence: Int64
        var content: String
    }

    /// More would make a post that nobody can point to a message in.
    static let maximumCount = 20

    private(set) var items: [Item]
    private(set) var content: String

    init(_ first: Item) {
        items = [first]
        content = first.content
    }

    /// - Returns: false when it does not fit; nothing is changed then.
    mutating func add(_ item: Item, limit: Int = PostSplit.maximumLength) -> Bool {
        guard items.count < Self.maximumCount, content.utf16.count + 1 + item.content.utf16.count <= limit else {
            return false
        }
        items.append(item)
        content += "\n\(item.content)"
        return true
    }

    /// The first of its messages alone.
    func prefix(_ count: Int) -> SharedPost {
        var post = SharedPost(items[0])
        for item in items.dropFirst().prefix(count - 1) { _ = post.add(item, limit: .max) }
        return post
    }

    /// Made from all that is in it: another selection is another post.
    var nonce: String { Nonce.make(for: items.map(\.effect).joined(separator: " ")) }
}
