import Shared

/// Makes what a stranger wrote harmless to read in Discord.
///
/// `allowed_mentions` is what really keeps anybody from being pinged; this keeps the text looking as it was written.
enum RelayedText {
    private static let markdown: Set<Character> = [
        "\\", "*", "_", "~", "|", "#", "+", "`", "[", "]", "(", ")", "<", ">", ":", "-",
    ]

    /// What a message says, and what came with it: `Look! 📎 *picture*`. A stranger's own asterisks look otherwise.
    static func of(_ message: ChatMessage) -> String {
        let attached = (message.attachments ?? []).map { "📎 *\($0.kind.word)*" }
        return ((message.text.isEmpty ? [] : [escape(message.text)]) + attached).joined(separator: " ")
    }

    static func escape(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for character in text where !character.isInvisibleControl {
            if character == "@" {
                result += "@\u{200B}"
            } else if markdown.contains(character) {
                result.append("\\")
                result.append(character)
            } else {
                result.append(character)
            }
        }
        return result
    }
}

extension Character {
    /// Bidirectional controls, zero-width characters and tag characters: they can make text read as something else.
    /// Joiners within an emoji are part of a longer character and stay.
    fileprivate var isInvisibleControl: Bool {
        guard unicodeScalars.count == 1, let scalar = unicodeScalars.first else { return false }
        switch scalar.value {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F: return true
        case 0x00...0x08, 0x0B...0x1F, 0x7F...0x9F: return true
        default: return false
        }
    }
}
