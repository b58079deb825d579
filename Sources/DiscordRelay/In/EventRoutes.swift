import Messaging
import Shared
import Store

extension EventRouter {
    /// Which event shows how.
    static func discord(
        _ relay: Relay, operations: OperationsPost, erasure: ThreadErasure, store: Store
    ) -> EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageSent.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageEdited.self, in: store) { event, _ in try await relay.show(event) }
        router.on(MessageDeleted.self, in: store) { event, _ in try await relay.show(event) }
        router.on(MessageAttached.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyDrafted.self, in: store) { event, _ in relay.show(event) }
        router.on(ConversationUpdated.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyApproved.self, in: store) { event, _ in try await relay.show(event) }
        router.on(ReplyRejected.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyVoided.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyDelivered.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyFailed.self, in: store) { event, _ in relay.show(event) }
        router.on(SessionChanged.self, in: store) { event, _ in try await operations.post(event) }
        router.on(SelectorsHealed.self, in: store) { event, _ in try await operations.healed(event) }
        router.on(SelectorsDegraded.self, in: store) { event, _ in try await operations.degraded(event) }
        router.onErasure(in: store) { try await erasure.part($0) }
        router.on(ErasureCompleted.self, in: store) { event, _ in try await operations.report(event) }
        router.on(SelectorsDecided.self, in: store) { event, _ in try await operations.decided(event) }
        router.on(SelectorsSettled.self, in: store) { event, _ in try await operations.settled(event) }
        router.on(AlertRaised.self, in: store) { event, _ in
            let (icon, alert) = (event.data.severity == .critical ? "🚨" : "⚠️", event.data)
            return try await operations.open(
                "alert:\(alert.alert)",
                "\(icon) **\(RelayedText.escape(alert.summary))**\n\(RelayedText.escape(alert.advice))", event.header)
        }
        router.on(AlertResolved.self, in: store) { event, _ in
            try await operations.close(
                "alert:\(event.data.alert)", "✅ **over:** \(RelayedText.escape(event.data.summary))", event.header)
        }
        return router
    }
}

extension OperationsPost {
    /// How far an erasure is, in one post, whichever service has just told.
    fileprivate func report(_ event: Event<ErasureCompleted>) async throws -> Consequences {
        let request = event.data.request
        guard let erasure = try await store.read({ try $0.erasure(request) }), erasure.reportedAt == nil else {
            return .none
        }
        let (subject, text) = ("erasure:\(request)", ErasureReport.text(erasure))
        guard erasure.completedAt != nil else { return try await open(subject, text, event.header) }
        return try await settle(subject, text, event.header) { try $0.noteReported(request) }
    }
}
