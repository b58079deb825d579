/// The text of a draft: what is left of a completion when everything that is no reply is gone.
struct DraftText: Sendable, Equatable {
    /// Longer than what people write in such chats; Discord shows at most 2,000 characters in one message.
    static let maximumLength = 1500

    let text: String

    /// - Throws: `NoDraft` when the completion is no reply.
    init(_ completion: Completion) throws(NoDraft) {
        guard !completion.isRefusal else { throw NoDraft(.refused) }
        switch completion.finish {
        case .length: throw NoDraft(.cutOff)
        case .contentFilter: throw NoDraft(.filtered)
        case .toolCalls: throw NoDraft(.toolCall)
        case .stop, .other: break
        }
        let text = Self.unquoted(Self.trimmed(VisibleText.of(Thoughts.removed(from: completion.text))))
        guard !text.isEmpty else { throw NoDraft(.empty) }
        guard text.count <= Self.maximumLength else { throw NoDraft(.tooLong) }
        self.text = text
    }

    /// The same as a value.
    static func of(_ completion: Completion) -> Result<DraftText, NoDraft> {
        do throws(NoDraft) {
            return .success(try DraftText(completion))
        } catch {
            return .failure(error)
        }
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// Without the quotation marks that models like to put around the whole of a reply.
    private static func unquoted(_ text: String) -> String {
        let pairs: [(Character, Character)] = [("\"", "\""), ("“", "”"), ("„", "“"), ("«", "»")]
        for (open, close) in pairs where text.count > 1 && text.first == open && text.last == close {
            let inner = text.dropFirst().dropLast()
            // "Yes", she said, "no" starts and ends with marks that are not a pair.
            if !inner.contains(open), !inner.contains(close) { return trimmed(String(inner)) }
        }
        return text
    }
}

/// Removes what reasoning models write for themselves.
enum Thoughts {
    private static let tags = ["think", "thinking", "thought", "reasoning"].map {
        (Array("<\($0)>".utf8), Array("</\($0)>".utf8))
    }

    /// Templates lose one of the two tags at times: all before a lone closing one and all behind a lone opening one is
    /// thought, not reply.
    static func removed(from text: String) -> String {
        var bytes = Array(text.utf8)
        for (open, close) in tags {
            while let end = range(of: close, in: bytes[...]) {
                let start = range(of: open, in: bytes[..<end.lowerBound])
                bytes.removeSubrange((start?.lowerBound ?? 0)..<end.upperBound)
            }
            if let start = range(of: open, in: bytes[...]) { bytes.removeSubrange(start.lowerBound...) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first place of `tag`, in any case of letters.
    private static func range(of tag: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard bytes.count >= tag.count else { return nil }
        for start in bytes.startIndex...(bytes.endIndex - tag.count) {
            let candidate = bytes[start..<start + tag.count]
            if candidate.elementsEqual(
                tag, by: { byte, wanted in byte == wanted || isLetter(wanted) && byte | 0x20 == wanted })
            {
                return start..<start + tag.count
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
}
