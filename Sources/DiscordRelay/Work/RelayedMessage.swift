import Shared

/// A message of a conversation as it stands in its thread: who wrote it, in bold, and what.
///
/// What is one line stands beside the name. All else stands below it in a quote, so that no line that a stranger wrote
/// looks like one of ours: only the quote's bar, which they cannot write, is before it. Code between fences keeps them.
struct RelayedMessage: Equatable, Sendable {
    enum Author: Equatable, Sendable {
        /// The other person, by the name that is shown.
        case person(String)
        /// The account's owner, on the page.
        case byHand
    }

    var author: Author
    var text: String
    /// What came with it: named behind the text in italics, which a stranger cannot write.
    var attachments: [MessageAttachment] = []

    /// - Returns: one post at least, none longer than `limit` in UTF-16 units.
    func parts(limit: Int = PostSplit.maximumLength) -> [String] {
        let head = head
        let named = attachments.map { "📎 *\($0.kind.word)*" }.joined(separator: " ")
        if !text.contains(where: \.isNewline) {
            let line = [head, RelayedText.escape(text), named].filter { !$0.isEmpty }.joined(separator: " ")
            if line.utf16.count <= limit { return [line] }
        }
        var parts = QuotedText.parts(under: head, text, limit: limit)
        guard !named.isEmpty else { return parts }
        if let last = parts.last, last.utf16.count + 1 + named.utf16.count <= limit {
            parts[parts.count - 1] = "\(last)\n\(named)"
        } else {
            parts.append(named)
        }
        return parts
    }

    private var head: String {
        switch author {
        case .person(let name): "**\(RelayedText.name(name)):**"
        // A name may be "You, by hand"; no name can put anything before the bold.
        case .byHand: "↩️ **You, by hand:**"
        }
    }
}

/// A stranger's text below a heading, every line of it quoted, cut into posts that Discord takes. Pure.
enum QuotedText {
    private static let mark = "> "
    private static let fence = "```"

    /// - Returns: one post at least, none longer than `limit` in UTF-16 units. Cut between lines, within a line only
    ///   where it is longer than a post; a code block that is cut is closed and opened again.
    static func parts(under head: String, _ text: String, limit: Int = PostSplit.maximumLength) -> [String] {
        var parts: [String] = []
        var current = head
        var isInCode = false
        func cost(_ line: String) -> Int { 1 + mark.utf16.count + line.utf16.count }
        let closing = cost(fence)
        for line in lines(of: text) {
            let isFence = line.isFence
            // Room for the end of a code block stays free.
            for piece in pieces(of: line.text, room: limit - 3 * closing) {
                if current.utf16.count + cost(piece) + (isInCode != isFence ? closing : 0) > limit {
                    if isInCode { current += "\n\(mark)\(fence)" }
                    parts.append(current)
                    current = isInCode ? "\(mark)\(fence)\n\(mark)\(piece)" : "\(mark)\(piece)"
                } else {
                    current += "\n\(mark)\(piece)"
                }
            }
            if isFence { isInCode.toggle() }
        }
        parts.append(current)
        return parts
    }

    private struct Line {
        var text: String
        var isFence = false
    }

    /// Escaped, or as it is within a code block; only blocks that are closed are such.
    private static func lines(of text: String) -> [Line] {
        let lines = RelayedText.plain(text).split(separator: "\n", omittingEmptySubsequences: false)
        let ends = lines.indices.filter { lines[$0] == fence }
        var isInCode = false
        return lines.indices.map { index in
            let line = lines[index]
            // One that opens may name a language; what no fence closes is no code.
            if isInCode ? line == fence : isOpening(line) && ends.contains(where: { $0 > index }) {
                isInCode.toggle()
                return Line(text: String(line), isFence: true)
            }
            return Line(text: isInCode ? RelayedText.code(String(line)) : RelayedText.escape(String(line)))
        }
    }

    private static func isOpening(_ line: Substring) -> Bool {
        line.hasPrefix(fence) && line.utf8.count <= 20 && line.dropFirst(3).allSatisfy { $0.isASCII && $0.isLetter }
    }

    private static func pieces(of line: String, room: Int) -> [String] {
        line.utf16.count <= room ? [line] : PostSplit.parts(prefix: "", text: line, limit: room)
    }
}
