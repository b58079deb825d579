import Logging
import ServiceRuntime
import Shared
import Store

import struct FoundationEssentials.Date

/// Tells how the session on the platform stands: in the log, in `/health/ready` and as an event, each once.
actor SessionReport {
    static let part = "chat site"
    /// A picture is stored no more often than this.
    static let pictureGap = Duration.seconds(60)

    private let platform: String
    private let store: Store
    private let health: HealthRegistry
    private let logger: Logger
    private var last: (state: SessionState, action: String?)?
    /// The event that asks what was not answered yet.
    private var question: String?
    private var pictureAt: ContinuousClock.Instant?

    init(platform: String, store: Store, health: HealthRegistry, logger: Logger) {
        self.platform = platform
        self.store = store
        self.health = health
        self.logger = logger
    }

    func changed(_ news: SessionNews) async {
        let (state, action) = (news.state, news.action)
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
        case .degraded, .challenge, .badCredentials, .banned:
            health.failed(Self.part, action ?? state.rawValue)
            logger.error("the chat site cannot be used", metadata: ["reason": "\(action ?? state.rawValue)"])
        }
        question = nil
        let picture = document(news.picture)
        let event = SessionChanged(
            platform: platform, state: state, action: action, awaits: news.awaits, screenshot: picture?._id)
        do {
            let header = try await store.write { transaction in
                if let picture { try transaction.add(picture) }
                return try transaction.emit(event, topic: "session:\(event.platform)")
            }
            if news.awaits != nil { question = header.id }
        } catch {
            logger.warning("a session event was not stored", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes note that a question is answered: whatever is asked next is news, in the same words too.
    ///
    /// - Returns: false when it is not the question that is open.
    func close(_ asked: String) -> Bool {
        guard question == asked else { return false }
        question = nil
        last = nil
        return true
    }

    /// Nil when the last one is not a minute old.
    private func document(_ picture: PagePicture?) -> ScreenshotDocument? {
        let now = ContinuousClock.now
        guard let picture, pictureAt.map({ now - $0 >= Self.pictureGap }) ?? true else { return nil }
        pictureAt = now
        return ScreenshotDocument(_id: EventID.make(), type: picture.type, bytes: picture.bytes, takenAt: Date())
    }
}
