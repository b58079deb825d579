import Messaging
import Shared
import Store

extension EventRouter {
    /// Which event shows how.
    static func discord(_ relay: Relay, operations: OperationsPost, store: Store) -> EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageSent.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageEdited.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageDeleted.self, in: store) { event, _ in relay.show(event) }
        router.on(MessageAttached.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyDrafted.self, in: store) { event, _ in relay.show(event) }
        router.on(ConversationUpdated.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyApproved.self, in: store) { event, _ in try await relay.show(event) }
        router.on(ReplyRejected.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyVoided.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyDelivered.self, in: store) { event, _ in relay.show(event) }
        router.on(ReplyFailed.self, in: store) { event, _ in relay.show(event) }
        router.on(SessionChanged.self, in: store) { event, _ in
            operations.post(event, in: store)
        }
        router.on(SelectorsHealed.self, in: store) { event, _ in
            operations.post("🩹 **\(event.data.role)** is found in another way: \(event.data.evidence)", event.header)
        }
        router.on(SelectorsDegraded.self, in: store) { event, _ in
            operations.post("🧭 **\(event.data.role)** cannot be found: \(event.data.advice)", event.header)
        }
        router.on(AlertRaised.self, in: store) { event, _ in
            operations.post("🚨 \(event.data.summary)\n\(event.data.advice)", event.header)
        }
        router.on(AlertResolved.self, in: store) { event, _ in
            operations.post("✅ \(event.data.summary)", event.header)
        }
        return router
    }
}
