/// What `POST /control/load` asks for.
struct Load: Sendable, Hashable {
    /// 1…1000
    var conversations: Int = 40
    /// Over 0, at most 200, over all conversations.
    var messagesPerSecond: Double = 3
    /// 1…86,400
    var seconds: Int = 60
    var seed: UInt64 = 1

    /// How many messages people write in all.
    var total: Int { Int((messagesPerSecond * Double(seconds)).rounded()) }
}

/// What `GET /control/load` tells.
struct LoadProgress: Sendable, Hashable {
    var load: Load?
    var isRunning = false
    var written = 0
}
