/// Removes characters that people do not see and models do: they can carry hidden instructions in, and hidden data out.
enum VisibleText {
    /// The text without tag characters, variation selectors, zero-width and bidirectional controls, soft hyphens and
    /// control characters. Line breaks and tabs stay, and so does what scripts and emoji need: a joiner between two
    /// letters that are not ASCII or between two emoji, an emoji's own presentation selector.
    static func of(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var visible = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            guard isInvisible(scalar) else {
                visible.append(scalar)
                continue
            }
            // What was kept is the left neighbour: of a row of invisible characters, at most one can stay.
            let before = visible.last
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            if isNeeded(scalar, between: before, and: after) { visible.append(scalar) }
        }
        return String(visible)
    }

    /// Whether ``of(_:)`` would remove anything.
    static func hidesSomething(_ text: String) -> Bool { of(text).unicodeScalars.count != text.unicodeScalars.count }

    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0: true
        case 0xFFF0...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    private static func isNeeded(_ scalar: Unicode.Scalar, between left: Unicode.Scalar?, and right: Unicode.Scalar?)
        -> Bool
    {
        guard let left, !isInvisible(left) || left.value == 0xFE0F else { return false }
        switch scalar.value {
        case 0xFE0F: return isEmoji(left)
        case 0x200C, 0x200D:
            guard let right else { return false }
            if scalar.value == 0x200D, isEmoji(left) || left.value == 0xFE0F { return isEmoji(right) }
            return isJoinable(left) && isJoinable(right)
        default: return false
        }
    }

    /// Digits and # are emoji to Unicode too; nobody joins those.
    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isEmoji && scalar.value > 0xFF }

    private static func isJoinable(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0x2FF else { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}
