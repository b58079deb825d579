import FoundationEssentials
import Shared

/// The user's part of a prompt: a task, and everything that other people wrote in one labelled field, where JSON's own
/// escapes keep it inside its strings. Pure.
struct PromptData: Encodable, Sendable {
    private struct Conversation: Encodable {
        struct Message: Encodable {
            var from: String
            var text: String
        }

        var otherPerson: String
        var earlierNotes: String?
        var messages: [Message]

        private enum CodingKeys: String, CodingKey {
            case otherPerson = "other_person"
            case earlierNotes = "earlier_notes"
            case messages
        }
    }

    private var task: String
    private var conversation: Conversation

    private enum CodingKeys: String, CodingKey {
        case task
        case conversation = "untrusted_conversation"
    }

    /// - Parameters:
    ///   - name: the other person's display name.
    ///   - earlier: a summary of what was before the lines; nil when there is none.
    ///   - lines: oldest first; the oldest are dropped when all of them are too long together.
    init(task: String, name: String, earlier: String?, lines: [Prompt.Line]) {
        self.task = task
        conversation = Conversation(
            otherPerson: Self.cut(name, to: Prompt.maximumNameLength),
            earlierNotes: earlier.map { Self.cut($0, to: Prompt.maximumLineLength) },
            messages: Prompt.bounded(lines).map { line in
                Conversation.Message(from: line.direction == .incoming ? "other_person" : "owner", text: line.text)
            })
    }

    var encoded: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings always encode; without the data the model would still have its rules and nothing to answer.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Without characters that cannot be seen.
    static func cut(_ text: String, to length: Int) -> String {
        let visible = VisibleText.of(text)
        return visible.count <= length ? visible : visible.prefix(length) + "…"
    }
}
