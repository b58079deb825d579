/// What was taken under which of a page's keys. A browser sends a request again by itself when a kept connection ends
/// without an answer, even one that changes something; sites therefore have their pages give each message a key.
struct AcceptedKeys: Sendable {
    /// A repetition comes at once; older keys are forgotten.
    static let limit = 1000

    private var entries: [String: Entry] = [:]
    private var order: [String] = []

    subscript(key: String) -> Entry? {
        get { entries[key] }
        set {
            guard let newValue else { return }
            if entries.updateValue(newValue, forKey: key) == nil { order.append(key) }
            if order.count > Self.limit { entries[order.removeFirst()] = nil }
        }
    }
}
