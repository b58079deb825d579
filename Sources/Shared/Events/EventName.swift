/// Every event of the suite. The raw value is the middle of the CloudEvents `type` and the AMQP routing key.
///
/// A name is never reused with another meaning: a change that an old consumer cannot read gets a new major version.
public enum EventName: String, CaseIterable, Codable, Sendable {
    case messageReceived = "chat.message.received"
    case messageSent = "chat.message.sent"
    case messageEdited = "chat.message.edited"
    case messageDeleted = "chat.message.deleted"
    case messageAttached = "chat.message.attached"
    case conversationUpdated = "conversation.updated"
    case replyDrafted = "reply.drafted"
    case replyVoided = "reply.voided"
    case replyApproved = "reply.approved"
    case replyRejected = "reply.rejected"
    case replyDelivered = "reply.delivered"
    case replyFailed = "reply.failed"
    case sessionChanged = "session.changed"
    case sessionAnswered = "session.answered"
    case selectorsHealed = "selectors.healed"
    case selectorsDegraded = "selectors.degraded"
    case selectorsDecided = "selectors.decided"
    case selectorsSettled = "selectors.settled"
    case erasureRequested = "person.erasure.requested"
    case erasureCompleted = "person.erasure.completed"
    case alertRaised = "operations.alert.raised"
    case alertResolved = "operations.alert.resolved"

    /// The CloudEvents `type`: `switchboard.<name>.v1`.
    public var type: String { Self.types[self] ?? "" }

    private static let types = Dictionary(uniqueKeysWithValues: allCases.map { ($0, "switchboard.\($0.rawValue).v1") })
    private static let names = Dictionary(uniqueKeysWithValues: types.map { ($1, $0) })

    /// Reads a CloudEvents `type`; tells an unknown name from an unknown major version, because the advice differs.
    public init(type: String) throws(EventTypeError) {
        if let name = Self.names[type] {
            self = name
            return
        }
        let prefix = "switchboard."
        guard type.hasPrefix(prefix), let dot = type.lastIndex(of: "."), type.index(after: dot) < type.endIndex else {
            throw .unknown(type)
        }
        let start = type.index(type.startIndex, offsetBy: prefix.count)
        guard start <= dot, EventName(rawValue: String(type[start..<dot])) != nil else { throw .unknown(type) }
        throw .unsupportedVersion(type)
    }
}

/// Why a CloudEvents `type` cannot be handled here. Both are final: no retry changes them.
public enum EventTypeError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case unsupportedVersion(String)

    public var description: String {
        switch self {
        case .unknown(let type): "the event type\(Self.quoted(type)) is not known to this version"
        case .unsupportedVersion(let type):
            "the event type\(Self.quoted(type)) has a newer major version: update this service"
        }
    }

    /// Only what looks like a type: the place of one may hold anything, a person's words included.
    private static func quoted(_ type: String) -> String {
        let isName = type.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
        return isName && (1...120).contains(type.utf8.count) ? " \(type)" : ""
    }
}
