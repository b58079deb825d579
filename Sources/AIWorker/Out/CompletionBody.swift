import FoundationEssentials

/// The body of a successful answer, read leniently: servers leave fields out, send null, and add their own.
struct CompletionBody: Decodable {
    private struct Choice: Decodable {
        struct Message: Decodable {
            var content: Content?
            var refusal: String?
        }

        var message: Message?
        var finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case message
            case finishReason = "finish_reason"
        }
    }

    /// A text, or parts of which some are text.
    private struct Content: Decodable {
        struct Part: Decodable {
            var text: String?
        }

        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                text = try container.decode([Part].self).compactMap(\.text).joined()
            }
        }
    }

    private var model: String?
    private var choices: [Choice]
    private var usage: CompletionUsage?

    private enum CodingKeys: String, CodingKey { case model, choices, usage }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        choices = try container.decode([Choice].self, forKey: .choices)
        model = try? container.decode(String.self, forKey: .model)
        usage = try? container.decode(CompletionUsage.self, forKey: .usage)
    }

    /// The first choice; nil when there is none.
    func completion(asked model: String) -> Completion? {
        guard let choice = choices.first, let message = choice.message else { return nil }
        return Completion(
            text: message.content?.text ?? "", isRefusal: message.refusal?.isEmpty == false,
            finish: Completion.Finish(choice.finishReason),
            model: self.model.flatMap { $0.isEmpty ? nil : $0 } ?? model, promptTokens: usage?.promptTokens,
            completionTokens: usage?.completionTokens)
    }
}
