import Shared
import Store

/// What is told of an erasure, without a name. Pure.
enum ErasureReport {
    static func text(_ erasure: ErasureDocument) -> String {
        let by = RelayedText.escape(erasure.by.name)
        var lines: [String] = []
        if erasure.completedAt != nil {
            lines.append("🧹 **Somebody was forgotten**, as \(by) asked (request `\(erasure.short)`).")
        } else {
            lines.append("🧹 **Somebody is being forgotten**, as \(by) asked (request `\(erasure.short)`).")
        }
        if let done = done(erasure) { lines.append("Deleted: \(done)") }
        if erasure.completedAt == nil { lines.append("Waiting for: \(waiting(erasure))") }
        guard erasure.completedAt != nil else { return lines.joined(separator: "\n") }
        lines.append(
            """
            What remains: what the site itself keeps; dead-letter queues and backups of before; logs, with ids and \
            without names; Discord's audit log and Google's version history, for as long as they keep them; and a hash, \
            so that nobody comes back by accident. docs/privacy.md says how to end each.
            """)
        return lines.joined(separator: "\n")
    }

    /// For /status: one line for each that is open.
    static func line(_ erasure: ErasureDocument) -> String {
        "🧹 somebody is being forgotten (request `\(erasure.short)`), waiting for \(waiting(erasure))"
    }

    private static func waiting(_ erasure: ErasureDocument) -> String {
        erasure.waiting.map { service in
            erasure.troubled?.contains(service.rawValue) == true
                ? "\(service.rawValue) (it needs a person)" : service.rawValue
        }.joined(separator: ", ")
    }

    private static func done(_ erasure: ErasureDocument) -> String? {
        let parts = ServiceName.allCases.compactMap { service in
            erasure.parts[service.rawValue].map { "\(words(service, Int($0.count)))" }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static func words(_ service: ServiceName, _ count: Int) -> String {
        switch service {
        case .scraper: "\(count) stored things"
        case .aiWorker: "\(count) of the AI's notes"
        case .discordRelay: "\(count) in Discord"
        case .sheetsSync: "\(count) rows of the sheet"
        }
    }
}
