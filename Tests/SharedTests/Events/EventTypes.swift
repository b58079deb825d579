import Shared

extension EventName {
    /// The Swift type of the event's data. The compiler asks for a new event's, and the tests then for its files.
    var payload: any EventPayload.Type {
        switch self {
        case .messageReceived: MessageReceived.self
        case .messageSent: MessageSent.self
        case .messageEdited: MessageEdited.self
        case .messageDeleted: MessageDeleted.self
        case .messageAttached: MessageAttached.self
        case .conversationUpdated: ConversationUpdated.self
        case .replyDrafted: ReplyDrafted.self
        case .replyVoided: ReplyVoided.self
        case .replyApproved: ReplyApproved.self
        case .replyRejected: ReplyRejected.self
        case .replyDelivered: ReplyDelivered.self
        case .replyFailed: ReplyFailed.self
        case .sessionChanged: SessionChanged.self
        case .sessionAnswered: SessionAnswered.self
        case .selectorsHealed: SelectorsHealed.self
        case .selectorsDegraded: SelectorsDegraded.self
        case .selectorsDecided: SelectorsDecided.self
        case .selectorsSettled: SelectorsSettled.self
        case .erasureRequested: ErasureRequested.self
        case .erasureCompleted: ErasureCompleted.self
        case .alertRaised: AlertRaised.self
        case .alertResolved: AlertResolved.self
        }
    }

    var schemaFile: String { "schemas/\(rawValue).v1.schema.json" }
    var exampleFile: String { "schemas/examples/\(rawValue).v1.json" }
    /// The example that leaves out all that may be left out.
    var minimalExampleFile: String { "schemas/examples/\(rawValue).v1.minimal.json" }
}
