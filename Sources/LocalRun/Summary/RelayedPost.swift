/// Reads a post in a thread back into what the person wrote, the way Discord would show it. Pure.
enum RelayedPost {
    /// The text of a relayed message; nil for drafts and other posts of ours.
    static func text(of content: String) -> String? {
        guard content.hasPrefix("**"), !content.hasPrefix("**Draft**"), let end = content.range(of: ":** ") else {
            return nil
        }
        return unescaped(content[end.upperBound...])
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
