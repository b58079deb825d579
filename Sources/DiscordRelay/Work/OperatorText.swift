/// What a person in Discord wants sent, as it will be typed. Pure.
enum OperatorText {
    /// Discord's own limit for a message; no site is known that takes less and says so.
    static let maximumLength = 2000

    enum Fault: Error, Equatable {
        case empty
        case tooLong
        /// What Discord keeps as a code would be typed as a code.
        case discordCode

        var words: String {
            switch self {
            case .empty: "Nothing was sent: there is no text."
            case .tooLong: "Nothing was sent: the text is longer than \(OperatorText.maximumLength) characters."
            case .discordCode:
                "Nothing was sent: a mention, a channel or a server's own emoji cannot be typed elsewhere. Write it as text."
            }
        }
    }

    /// The text of a message that is a reply: what follows the prefix and white space. Nil for a note.
    static func reply(in content: String, prefix: String) -> String? {
        guard content.hasPrefix(prefix) else { return nil }
        let rest = content.dropFirst(prefix.count)
        guard let first = rest.first else { return "" }
        return first.isWhitespace ? String(rest) : nil
    }

    /// Without the white space around it.
    static func read(_ entered: String) throws(Fault) -> String {
        var text = entered[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        guard !text.isEmpty else { throw .empty }
        guard text.utf16.count <= maximumLength else { throw .tooLong }
        guard !hasDiscordCode(text) else { throw .discordCode }
        return String(text)
    }

    /// `<@1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<a:name:1>`, `<t:1>`, `</name:1>`, `<id:home>`
    private static func hasDiscordCode(_ text: Substring) -> Bool {
        text.firstMatch(of: #/<(@[!&]?|#|a?:\w+:|t:|\/[^<>\n]{1,64}:)-?\d+(:[a-zA-Z])?>|<id:\w+>/#) != nil
    }
}
