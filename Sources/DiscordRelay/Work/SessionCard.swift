import Shared

/// How a change of the session is told to the operators.
struct SessionCard: Equatable, Sendable {
    var content: String
    var buttons: [DiscordButton]

    /// Nil for a change that asks nothing of a person.
    init?(_ event: Event<SessionChanged>) {
        let changed = event.data
        guard let action = changed.action else { return nil }
        content = "\(changed.state == .banned ? "⛔" : "🔑") **\(changed.platform)** \(changed.state.rawValue): \(action)"
        let offered: [(SessionButton.Action, String, DiscordButton.Style)] =
            switch changed.awaits {
            case .code: [(.answered, "I answered it", .secondary), (.code, "Enter a code", .primary)]
            case .done: [(.answered, "I answered it", .secondary)]
            case nil: []
            }
        buttons = offered.compactMap { action, label, style in
            SessionButton(action: action, question: event.header.id, platform: changed.platform).map {
                DiscordButton(label: label, style: style, customID: $0.customID, isDisabled: false)
            }
        }
    }
}
