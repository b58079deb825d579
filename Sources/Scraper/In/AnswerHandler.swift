import Logging
import Messaging
import ServiceRuntime
import Shared
import Store

/// Hands a person's answer to the page that asked. An answer is used once at most, for the question that it was given to,
/// and only while it is fresh.
struct AnswerHandler: Sendable {
    let platform: String
    let store: Store
    let report: SessionReport
    let desk: AnswerDesk
    let logger: Logger

    func add(to router: inout EventRouter) {
        router.on(SessionAnswered.self, in: store) { event, _ in
            // What is taken is gone: done again, it finds nothing.
            Consequences(Effect(repeatable: { try await self.pass(event) }))
        }
    }

    private func pass(_ event: Event<SessionAnswered>) async throws {
        let answered = event.data
        guard answered.platform == platform else { return }
        let isLate = Timestamp.now.since(event.header.time) >= SessionAnswerDocument.life
        let taken = try await store.write { transaction in
            try transaction.takeAnswer(to: answered.asked, told: event.header.id)
        }
        // Taken before, by an earlier delivery of this event.
        guard taken.isThere || isLate else { return }
        guard await report.close(answered.asked) else {
            logger.notice("an answer was not used: what it answers is not asked any more")
            return
        }
        logger.hop("answer → page", event.header)
        guard !isLate else { return desk.put(.late) }
        desk.put(taken.code.map { .code($0) } ?? .done)
    }
}
