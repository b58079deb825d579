import Shared

/// What a button under something that was found on a changed page does, as its `custom_id`: `v1:<decision>:<heal>`.
struct HealButton: Equatable, Sendable {
    var decision: SelectorDecision
    /// The event that told of it.
    var heal: String

    var customID: String { "v1:\(decision.rawValue):\(heal)" }

    init(_ decision: SelectorDecision, _ heal: String) {
        self.decision = decision
        self.heal = heal
    }

    /// Nil for anything that this version did not make.
    init?(customID: String) {
        let parts = customID.split(separator: ":", omittingEmptySubsequences: false)
        guard customID.utf16.count <= DraftButton.maximumLength, parts.count == 3, parts[0] == "v1",
            let decision = SelectorDecision(rawValue: String(parts[1])), !parts[2].isEmpty
        else { return nil }
        self.init(decision, String(parts[2]))
    }

    static func both(_ heal: String) -> [DiscordButton] {
        let offered: [(SelectorDecision, String, DiscordButton.Style)] = [
            (.accept, "Accept", .success), (.reject, "Reject", .danger),
        ]
        return offered.map { decision, label, style in
            DiscordButton(
                label: label, style: style, customID: HealButton(decision, heal).customID, isDisabled: false)
        }
    }
}
