/// The parts of the suite that produce or consume events. The raw value names queues, metrics and logs.
public enum ServiceName: String, CaseIterable, Codable, Sendable {
    case scraper
    case aiWorker = "ai-worker"
    case discordRelay = "discord-relay"
    case sheetsSync = "sheets-sync"

    /// The CloudEvents `source` of this service's events.
    public var source: String { "/switchboard/\(rawValue)" }

    /// What this service's queues are bound to. The order has no meaning.
    public var subscriptions: [EventName] {
        switch self {
        case .scraper:
            [.replyApproved, .sessionAnswered, .selectorsDecided, .erasureRequested]
        case .aiWorker:
            [.messageReceived, .messageSent, .messageEdited, .messageDeleted, .erasureRequested]
        case .discordRelay:
            [
                .messageReceived, .messageSent, .messageEdited, .messageDeleted, .messageAttached,
                .conversationUpdated, .replyDrafted, .replyVoided, .replyApproved, .replyRejected, .replyDelivered,
                .replyFailed, .sessionChanged, .selectorsHealed, .selectorsDegraded, .selectorsDecided,
                .selectorsSettled, .erasureRequested, .erasureCompleted,
                .alertRaised, .alertResolved,
            ]
        case .sheetsSync:
            [
                .messageReceived, .messageSent, .messageEdited, .messageDeleted, .replyDrafted, .replyVoided,
                .replyApproved, .replyRejected, .replyDelivered, .replyFailed, .erasureRequested,
            ]
        }
    }
}
