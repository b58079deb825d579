/// Cuts a text into posts that Discord takes.
enum PostSplit {
    /// Discord's limit for `content`; counted in UTF-16 units, which never undercounts.
    static let maximumLength = 2000

    /// - Parameters:
    ///   - prefix: stands before the first part.
    ///   - limit: UTF-16 units of a part, the prefix included.
    /// - Returns: one part at least, none longer than `limit`. Cut at a paragraph, else a line, else a space, else
    ///   between characters, never within an escape (`\*`).
    static func parts(prefix: String, text: String, limit: Int = maximumLength) -> [String] {
        var parts: [String] = []
        var current = prefix
        var rest = text[...]
        while true {
            let room = limit - current.utf16.count
            if rest.utf16.count <= room {
                parts.append(current + rest)
                return parts
            }
            let cut = cutPoint(in: rest, room: room)
            parts.append(current + rest[..<cut])
            rest = rest[cut...].drop(while: { $0 == "\n" || $0 == " " })
            current = ""
        }
    }

    private static func cutPoint(in text: Substring, room: Int) -> String.Index {
        var end = text.startIndex
        var units = 0
        var lastBreaks: [Character: String.Index] = [:]
        while end < text.endIndex {
            let character = text[end]
            units += character.utf16.count
            guard units <= room else { break }
            if character == "\n" || character == " " { lastBreaks[character] = end }
            end = text.index(after: end)
        }
        // A break in the first half would leave too short a part.
        let half = text.index(text.startIndex, offsetBy: text.distance(from: text.startIndex, to: end) / 2)
        for character in ["\n", " "] as [Character] {
            if let index = lastBreaks[character], index > half { return index }
        }
        if end == text.startIndex { end = text.index(after: end) }
        let last = text.index(before: end)
        if last > text.startIndex, text[last] == "\\" { return last }
        return end
    }
}
