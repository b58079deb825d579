/// Runs work one after the other within a conversation, and side by side across conversations.
///
/// The number of works under way is bounded by whoever feeds it: a broker's prefetch.
public struct ConversationLanes: Sendable {
    private var tails: [String: (task: Task<Void, Never>, ticket: UInt64)] = [:]
    private var tickets: UInt64 = 0

    public init() {}

    /// How many conversations have work under way.
    public var count: Int { tails.count }

    /// Queues `work` behind the conversation's earlier work.
    ///
    /// - Returns: a ticket for ``finished(_:ticket:)``, to be called when the work has ended.
    public mutating func enqueue(
        _ conversation: String, work: @escaping @Sendable (_ ticket: UInt64) async -> Void
    ) {
        tickets += 1
        let ticket = tickets
        let previous = tails[conversation]?.task
        let task = Task {
            await previous?.value
            await work(ticket)
        }
        tails[conversation] = (task, ticket)
    }

    /// Forgets a lane whose last work has ended.
    public mutating func finished(_ conversation: String, ticket: UInt64) {
        if tails[conversation]?.ticket == ticket { tails[conversation] = nil }
    }

    /// The last work of every lane, for a drain.
    public var underWay: [Task<Void, Never>] { tails.values.map(\.task) }
}
