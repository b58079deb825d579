import Foundation

/// A bot's session: lives on while its connection is lost, so that it can be resumed with nothing missed.
struct GatewaySession: Sendable {
    /// Events kept for a replay. A client that missed more must begin anew.
    static let logLimit = 1000
    /// How long a session without connection can be resumed. Discord gives no number; minutes are what is seen.
    static let resumeWindow: TimeInterval = 180

    let id: String
    let intents: GatewayIntents
    private(set) var sequence = 0
    private var log: [(sequence: Int, text: String)] = []
    /// nil while the connection is lost.
    var connection: Int?
    var lost: Date?

    init(id: String, intents: GatewayIntents, connection: Int) {
        self.id = id
        self.intents = intents
        self.connection = connection
    }

    func wants(_ event: DiscordEvent) -> Bool {
        guard let needed = event.intents else { return true }
        return !intents.isDisjoint(with: needed)
    }

    /// The event's data as this session may see it: without the intent for it, what people write is empty.
    func shown(_ event: DiscordEvent) -> JSONValue {
        guard event.name.hasPrefix("MESSAGE_"), event.data["author"] != nil, !intents.contains(.messageContent),
            event.data["author"]?["bot"]?.bool != true
        else { return event.data }
        var data = event.data
        data["content"] = ""
        for list in ["embeds", "attachments", "components"] { data[list] = [] }
        return data
    }

    /// Numbers an event and keeps it; gives the text to send.
    mutating func record(_ name: String, _ data: JSONValue) -> String {
        sequence += 1
        let payload: JSONValue = ["op": 0, "t": .string(name), "s": JSONValue(sequence), "d": data]
        let text = String(decoding: payload.data(), as: UTF8.self)
        log.append((sequence, text))
        if log.count > Self.logLimit { log.removeFirst(log.count - Self.logLimit) }
        return text
    }

    /// What came after `sequence`; nil when some of it is no longer kept.
    func replay(after sequence: Int) -> [String]? {
        let kept = log.first?.sequence ?? self.sequence + 1
        guard sequence >= kept - 1 else { return nil }
        return log.filter { $0.sequence > sequence }.map(\.text)
    }

    func isResumable(at now: Date) -> Bool {
        lost.map { now.timeIntervalSince($0) < Self.resumeWindow } ?? true
    }
}
