/// What a button under a draft does, as its `custom_id`: `v1:<action>:<draft>`.
///
/// Discord limits a custom id to 100 characters and wants it unique within a message; a draft's id is 36 long.
struct DraftButton: Equatable, Sendable {
    enum Action: String, Sendable, CaseIterable {
        case approve, discard
        /// Opens the form with the draft's text; it is also what the form is called.
        case edit
        /// The person answers this conversation themselves from now on.
        case takeOver = "takeover"
    }

    static let maximumLength = 100

    var action: Action
    var draft: String

    var customID: String { "v1:\(action.rawValue):\(draft)" }

    init(action: Action, draft: String) {
        self.action = action
        self.draft = draft
    }

    /// Nil for anything that this version did not make: another bot's button, or a newer one's.
    init?(customID: String) {
        let parts = customID.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard customID.utf16.count <= Self.maximumLength, parts.count == 3, parts[0] == "v1",
            let action = Action(rawValue: String(parts[1])), !parts[2].isEmpty, !parts[2].contains(":")
        else { return nil }
        self.init(action: action, draft: String(parts[2]))
    }
}
