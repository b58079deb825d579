/// Reads a post in a thread back into what the person wrote, the way Discord would show it. Pure.
struct RelayedPost: Sendable, Equatable {
    let text: String
    /// A bubble of the account's owner that the suite does not know as a reply of its own.
    let isByHand: Bool

    /// Nil for drafts and other posts of ours.
    init?(_ content: String) {
        guard content.hasPrefix("**"), !content.hasPrefix("**Draft**"), let end = content.range(of: ":** ") else {
            return nil
        }
        text = Self.unescaped(content[end.upperBound...])
        isByHand = content.hasPrefix("**You, by hand:** ")
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for character in text where character != "\u{200B}" {
            if !isEscaped, character == "\\" {
                isEscaped = true
            } else {
                isEscaped = false
                result.append(character)
            }
        }
        return result
    }
}

extension String {
    /// The first place of a short text; without Foundation.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
