import Logging
import ServiceRuntime
import Shared
import Store

/// Tells what became of the selectors: in the log and as an event.
struct SelectorReport: Sendable {
    let platform: String
    let store: Store
    let logger: Logger

    func tell(_ report: SelectorDoctor.Report) async {
        do {
            switch report {
            case .healed(let entry):
                logger.warning(
                    "the site changed; a role is found by another selector now",
                    metadata: [
                        "role": "\(entry.role.rawValue)", "selector": "\(entry.css)", "evidence": "\(entry.evidence)",
                    ])
                try await tell(entry.healed(of: platform))
            case .proposed(let entry, let advice):
                logger.error(
                    "the site changed; what seems to be a role waits for a word",
                    metadata: ["role": "\(entry.role.rawValue)", "reason": "\(advice)"])
                try await tell(entry.proposed(of: platform, advice: advice))
            case .degraded(let role, let advice):
                logger.error(
                    "the site changed; a role is not found any more",
                    metadata: ["role": "\(role.rawValue)", "reason": "\(advice)"])
                try await tell(SelectorsDegraded(platform: platform, role: role.rawValue, advice: advice))
            }
        } catch {
            logger.warning("a selector event was not stored", metadata: ["reason": "\(error)"])
        }
    }

    private func tell(_ event: some EventPayload) async throws {
        try await store.write { _ = try $0.emit(event, topic: "session:\(platform)") }
    }
}
