/// Everything about a person is to be deleted, everywhere.
public struct ErasureRequested: EventPayload {
    public static let name = EventName.erasureRequested
    public var request: String
    public var conversation: String
    public var requestedBy: String

    public init(request: String, conversation: String, requestedBy: String) {
        self.request = request
        self.conversation = conversation
        self.requestedBy = requestedBy
    }
}

/// One store has deleted what it held.
public struct ErasureCompleted: EventPayload {
    public static let name = EventName.erasureCompleted
    public var request: String
    /// Where: `mongodb`, `discord`, `sheet`, …
    public var store: String
    public var count: Int

    public init(request: String, store: String, count: Int) {
        self.request = request
        self.store = store
        self.count = count
    }
}
