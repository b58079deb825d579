/// How a person answers what a site asks.
public enum SessionAnswer: String, Codable, Sendable, CaseIterable {
    /// They did it themselves, in the browser or on their phone: it is only looked again.
    case done
    /// They entered a code, which is typed for them.
    case code
}

/// A person answered what the site asked. The correlation id is `session:<platform>`.
///
/// A code is not part of it: an event is kept for days, in the outbox, in queues and among dead letters. The scraper takes
/// the code from the database, where it stays for minutes.
public struct SessionAnswered: EventPayload {
    public static let name = EventName.sessionAnswered
    public var platform: String
    /// Id of the `session.changed` that it answers: it answers no other.
    public var asked: String
    public var answer: SessionAnswer
    public var by: Approver

    public init(platform: String, asked: String, answer: SessionAnswer, by: Approver) {
        self.platform = platform
        self.asked = asked
        self.answer = answer
        self.by = by
    }
}
