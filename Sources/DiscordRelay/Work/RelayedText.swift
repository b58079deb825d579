/// Makes what a stranger wrote harmless to read in Discord. Pure.
///
/// `allowed_mentions` is what really keeps anybody from being pinged, and the flag that suppresses embeds what keeps links
/// from unfolding; this keeps the text looking as it was written, and as nothing else.
enum RelayedText {
    /// Of a name: longer ones are cut.
    static let maximumNameLength = 64
    /// More marks above and below one letter than any language has cover the lines around it.
    private static let maximumMarks = 4

    private static let markdown: Set<Unicode.Scalar> = [
        "\\", "*", "_", "~", "|", "#", "+", "`", "[", "]", "(", ")", "<", ">", ":", "-",
    ]

    /// Without formatting of any kind. Line ends of every kind become plain ones.
    static func escape(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var lineStart = true
        var digits = 0
        for character in plain(text) {
            let scalars = character.unicodeScalars
            guard let first = scalars.first else { continue }
            switch first {
            case "\n":
                lineStart = true
                digits = 0
                result.append(first)
                continue
            // A number and a full stop begin a list, which Discord numbers as it likes.
            case "." where lineStart && digits > 0: result.append("\\")
            case "." where endsWithInviteHost(result):
                result.append(contentsOf: [first, "\u{200B}"])
                continue
            case _ where markdown.contains(first): result.append("\\")
            default: break
            }
            if lineStart, ("0"..."9").contains(first) { digits += 1 } else if first != " " { lineStart = false }
            result.append(contentsOf: scalars)
            // Also one that carries a mark.
            if first == "@" { result.append("\u{200B}") }
        }
        return String(result)
    }

    /// A person's name within a line: escaped, of one line, and never empty.
    static func name(_ name: String) -> String {
        let words = plain(name).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "somebody" : escape(String(words.prefix(maximumNameLength)))
    }

    /// The text of a code block: nothing in there means anything to Discord but its end.
    static func code(_ line: String) -> String { plain(line).replacing("```", with: "`\u{200B}`\u{200B}`") }

    /// Without what cannot be seen: bidirectional controls, zero-width and tag characters, fillers and controls make a
    /// text read as something else. Joiners within an emoji or a word stay.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for character in text {
            let scalars = character.unicodeScalars
            guard let first = scalars.first else { continue }
            if character.isNewline {
                result.append("\n")
            } else if !first.isInvisible {
                result.append(first)
                var marks = 0
                for scalar in scalars.dropFirst() {
                    if scalar.properties.generalCategory == .nonspacingMark, !scalar.properties.isVariationSelector {
                        marks += 1
                    }
                    // Tags are part of a flag and of nothing else.
                    let isTag = (0xE0000...0xE007F).contains(scalar.value)
                    guard isTag ? first.value == 0x1F3F4 : !scalar.isHidden, marks <= maximumMarks else { continue }
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    /// What stands before the dot of an address that Discord shows as an invitation.
    private static func endsWithInviteHost(_ text: String.UnicodeScalarView) -> Bool {
        let tail = String(String.UnicodeScalarView(text.suffix(10))).lowercased()
        return tail.hasSuffix("discord") || tail.hasSuffix("discordapp")
    }
}

extension Unicode.Scalar {
    /// On its own. Joiners are so only on their own.
    fileprivate var isInvisible: Bool { isHidden || (0x200B...0x200D).contains(value) }

    /// Wherever it stands.
    fileprivate var isHidden: Bool {
        switch value {
        case 0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x180B...0x180E: true
        case 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
        case 0x1D173...0x1D17A, 0xE0000...0xE007F: true
        default: false
        }
    }
}
