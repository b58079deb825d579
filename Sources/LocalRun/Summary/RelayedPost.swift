/// Reads a post in a thread back into what the person wrote, the way Discord would show it. Pure.
struct RelayedPost: Sendable, Equatable {
    let text: String
    /// A bubble of the account's owner that the suite does not know as a reply of its own.
    let isByHand: Bool

    /// What a post shows, in its order: one line each, beside the author's bold name, or the lines of a quote below it.
    /// Nothing for drafts and other posts of ours.
    static func all(in content: String) -> [RelayedPost] {
        guard !isCard(content) else { return [] }
        var posts: [RelayedPost] = []
        var quoted: [String]?
        func end() {
            guard let lines = quoted, let last = posts.popLast() else { return }
            posts.append(RelayedPost(text: lines.joined(separator: "\n"), isByHand: last.isByHand))
            quoted = nil
        }
        for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("> "), quoted != nil {
                quoted?.append(unescaped(line.dropFirst(2)))
                continue
            }
            let isByHand = line.hasPrefix(Self.byHand)
            guard isByHand || line.hasPrefix("**"), let marked = String(line).range(of: ":**") else { continue }
            end()
            let rest = String(line)[marked.upperBound...]
            posts.append(RelayedPost(text: unescaped(rest.dropFirst()), isByHand: isByHand))
            quoted = rest.isEmpty ? [] : nil
        }
        end()
        return posts
    }

    /// Whether it is a draft's card, whatever became of the draft.
    static func isCard(_ content: String) -> Bool { content.hasPrefix("**Draft**") || content.hasPrefix("**Reply**") }

    private static let byHand = "↩️ **You, by hand:**"

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
