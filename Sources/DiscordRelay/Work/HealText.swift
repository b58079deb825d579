import Shared

/// How it is told what became of a role on a changed page. Pure.
enum HealText {
    static func healed(_ healed: SelectorsHealed) -> String {
        "🩹 **\(escape(healed.role))** is found in another way: \(escape(healed.evidence))"
    }

    static func degraded(_ degraded: SelectorsDegraded) -> String {
        "🧭 **\(escape(degraded.role))** cannot be found: \(escape(degraded.advice))"
    }

    /// A word is on its way to the scraper.
    static func passedOn(_ decision: SelectorDecision, by approver: Approver) -> String {
        "☑️ **\(escape(approver.name))** says \(decision.rawValue): it is passed on"
    }

    static func settled(_ settled: SelectorsSettled) -> String {
        let role = escape(settled.role)
        let by = settled.by.map { "**\(escape($0.name))**" } ?? "a command on the scraper's machine"
        return switch settled.outcome {
        case .accepted: "✅ **\(role)**: what was found is accepted by \(by), and in use"
        case .rejected: "🚫 **\(role)**: what was found is rejected by \(by), and never used"
        case .outdated: "⌛ **\(role)**: the word of \(by) changed nothing: it was on what is not found any more"
        }
    }

    /// For the person who pressed.
    static func answer(_ word: HealWord) -> String {
        switch word {
        case .passedOn: "Passed on: the post says what becomes of it."
        case .decided(let decision, let approver):
            "Nothing changed: \(escape(approver.name)) said \(decision.rawValue) already."
        case .over: "Nothing changed: this is settled, or something else is found by now."
        case .unknown: "Nothing changed: what was found is not known here any more."
        }
    }

    private static func escape(_ text: String) -> String { RelayedText.escape(text) }
}
