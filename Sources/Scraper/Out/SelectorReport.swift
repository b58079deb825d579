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
                let event = SelectorsHealed(
                    platform: platform, role: entry.role.rawValue, old: entry.replaced, new: entry.css,
                    evidence: entry.evidence)
                try await store.write { _ = try $0.emit(event, topic: "session:\(platform)") }
            case .degraded(let role, let advice):
                logger.error(
                    "the site changed; a role is not found any more",
                    metadata: ["role": "\(role.rawValue)", "reason": "\(advice)"])
                let event = SelectorsDegraded(platform: platform, role: role.rawValue, advice: advice)
                try await store.write { _ = try $0.emit(event, topic: "session:\(platform)") }
            }
        } catch {
            logger.warning("a selector event was not stored", metadata: ["reason": "\(error)"])
        }
    }
}
