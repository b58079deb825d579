import Store

/// The forms in which a person writes a reply.
enum DraftForm {
    static let field = "text"
    /// Discord's limit for what stands in a field at first.
    static let maximumValue = 4000

    /// With the draft's text. Nil when it is longer than a form holds.
    static func edit(_ draft: DraftDocument) -> DiscordForm? {
        guard draft.text.utf16.count <= maximumValue else { return nil }
        return DiscordForm(
            customID: DraftButton(action: .edit, draft: draft._id).customID, title: "Edit and send",
            label: "What is typed on the page", description: "It is sent at once, under your name.", field: field,
            maximumLength: OperatorText.maximumLength, isLong: true, value: draft.text)
    }

    /// Empty, for a reply to what stands in the thread at this moment.
    static func reply(_ press: String) -> DiscordForm {
        DiscordForm(
            customID: ReplyButton(opened: press).customID, title: "Reply", label: "What is typed on the page",
            description: "It is sent at once, under your name.", field: field,
            maximumLength: OperatorText.maximumLength, isLong: true)
    }
}

/// The button that opens the form for a reply, and the form: `v1:reply` and `v1:reply:<the press that opened it>`.
struct ReplyButton: Equatable, Sendable {
    /// Nil for the button itself.
    var opened: String?

    var customID: String { "v1:reply" + (opened.map { ":\($0)" } ?? "") }

    init(opened: String? = nil) { self.opened = opened }

    init?(customID: String) {
        let parts = customID.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0] == "v1", parts[1] == "reply" else { return nil }
        opened = parts.count == 3 ? String(parts[2]) : nil
        if let opened, UInt64(opened) == nil { return nil }
    }
}
