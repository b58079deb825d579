/// What the page's script proposes for a role that the pack's selectors do not find.
struct HealProposal: Codable, Sendable, Equatable {
    var role: Role
    var css: String
    /// What to read of the element instead of its text.
    var attribute: String?
    /// The label that tells it from others which the selector leads to as well.
    var name: String?
    /// What speaks for it, in words.
    var evidence: String
    /// How many elements agreed.
    var agreeing: Int
}

/// What an element looked like while the pack found it. It holds no message: names are those of controls.
struct Portrait: Codable, Sendable, Equatable {
    var kind: String
    var name: String
    var type: String?
    var autocomplete: String?
    /// The names of what can be pressed in it.
    var names: [String]
}

/// What is known of the account's conversations: what the page has to show, whatever its markup.
struct KnownContent: Codable, Sendable, Equatable {
    struct Row: Codable, Sendable, Equatable {
        var name: String
        var preview: String
        var at: Int64?
        var isUnread: Bool
    }

    struct Message: Codable, Sendable, Equatable {
        var text: String
        var isOwn: Bool
        var at: Int64?
    }

    var rows: [String: Row] = [:]
    /// Whose conversation is shown; empty when none is.
    var name = ""
    /// The latest of that conversation, oldest first.
    var messages: [Message] = []
    /// Texts that the site writes between messages.
    var notices: [String] = []
}
