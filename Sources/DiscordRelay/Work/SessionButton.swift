/// What a button under a question of the site's does, as its `custom_id`: `v1:<action>:<question>:<platform>`.
struct SessionButton: Equatable, Sendable {
    enum Action: String, Sendable, CaseIterable {
        /// They answered it themselves.
        case answered
        /// Opens the form for a code; it is also what the form is called.
        case code
    }

    var action: Action
    /// The event that asked.
    var question: String
    var platform: String

    var customID: String { "v1:\(action.rawValue):\(question):\(platform)" }

    /// Nil when it would be longer than Discord takes: such a question has no buttons.
    init?(action: Action, question: String, platform: String) {
        self.action = action
        self.question = question
        self.platform = platform
        guard customID.utf16.count <= DraftButton.maximumLength else { return nil }
    }

    /// Nil for anything that this version did not make.
    init?(customID: String) {
        let parts = customID.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "v1", let action = Action(rawValue: String(parts[1])), !parts[2].isEmpty,
            !parts[3].isEmpty
        else { return nil }
        self.init(action: action, question: String(parts[2]), platform: String(parts[3]))
    }
}
