import Logging
import ServiceRuntime
import Shared
import Store

/// Tells how the session on the platform stands: in the log, in `/health/ready` and as an event, each once.
actor SessionReport {
    static let part = "chat site"

    private let platform: String
    private let store: Store
    private let health: HealthRegistry
    private let logger: Logger
    private var last: (state: SessionState, action: String?)?

    init(platform: String, store: Store, health: HealthRegistry, logger: Logger) {
        self.platform = platform
        self.store = store
        self.health = health
        self.logger = logger
    }

    func changed(_ state: SessionState, _ action: String?) async {
        if let last {
            if last.state == state, last.action == action { return }
            // Trying again is no news while the same trouble lasts.
            if state == .connecting, last.action != nil { return }
        }
        last = (state, action)
        switch state {
        case .connected:
            health.ready(Self.part)
            logger.info("the session is connected")
        case .connecting, .loggedOut:
            health.failed(Self.part, "signing in")
        case .degraded, .challenge, .badCredentials:
            health.failed(Self.part, action ?? state.rawValue)
            logger.error("the chat site cannot be used", metadata: ["reason": "\(action ?? state.rawValue)"])
        }
        let event = SessionChanged(platform: platform, state: state, action: action)
        do {
            try await store.write { _ = try $0.emit(event, topic: "session:\(event.platform)") }
        } catch {
            logger.warning("a session event was not stored", metadata: ["reason": "\(error)"])
        }
    }
}
