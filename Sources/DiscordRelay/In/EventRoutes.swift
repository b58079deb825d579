import Messaging
import Shared
import Store

extension EventRouter {
    /// Which event shows how.
    static func discord(_ relay: Relay, operations: OperationsPost) -> EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self) { event, _ in try await relay.show(event) }
        router.on(MessageSent.self) { event, _ in try await relay.show(event) }
        router.on(MessageEdited.self) { event, _ in try await relay.show(event) }
        router.on(MessageDeleted.self) { event, _ in try await relay.show(event) }
        router.on(ReplyDrafted.self) { event, _ in try await relay.show(event) }
        router.on(ReplyVoided.self) { event, _ in try await relay.show(event) }
        router.on(ReplyDelivered.self) { event, _ in try await relay.show(event) }
        router.on(ReplyFailed.self) { event, _ in try await relay.show(event) }
        router.on(SessionChanged.self) { event, _ in
            guard let action = event.data.action else { return try await operations.note(event.header) }
            try await operations.post(
                "🔑 **\(event.data.platform)** \(event.data.state.rawValue): \(action)", event.header)
        }
        router.on(SelectorsHealed.self) { event, _ in
            try await operations.post(
                "🩹 **\(event.data.role)** is found in another way: \(event.data.evidence)", event.header)
        }
        router.on(SelectorsDegraded.self) { event, _ in
            try await operations.post("🧭 **\(event.data.role)** cannot be found: \(event.data.advice)", event.header)
        }
        router.on(AlertRaised.self) { event, _ in
            try await operations.post("🚨 \(event.data.summary)\n\(event.data.advice)", event.header)
        }
        router.on(AlertResolved.self) { event, _ in
            try await operations.post("✅ \(event.data.summary)", event.header)
        }
        return router
    }
}
