import FoundationEssentials

/// What can be learned from the body of a refusal, whichever server wrote it.
///
/// OpenAI sends `{"error": {message, type, param, code}}`; elsewhere `code` is a number, `error` is a text, or the body
/// is a page of HTML. The peer's own words are used to tell cases apart and never shown, since they may quote a prompt.
struct AIFaultBody {
    let code: String?
    let type: String?
    let parameter: String?
    private let words: String

    init(_ body: [UInt8]) {
        let error = (try? JSONDecoder().decode(Body.self, from: Data(body)))?.error
        code = error?.code?.text
        type = error?.type?.text
        parameter = error?.param?.text
        words = (error?.message?.text ?? "").lowercased()
    }

    /// ` (code)` for the end of a message, when the peer gave something like an identifier.
    var suffix: String {
        guard let word = code ?? type, !word.isEmpty, word.utf8.count <= 60,
            word.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == 95 || $0 == 45 })
        else { return "" }
        return " (\(word))"
    }

    var isAboutQuota: Bool {
        [code, type].contains("insufficient_quota") || words.contains("insufficient balance")
            || words.contains("exceeded your current quota")
    }

    var isAboutModel: Bool {
        code == "model_not_found" || parameter == "model"
            || words.contains("model")
                && ["not found", "does not exist", "invalid model"].contains(where: words.contains)
    }

    var isAboutContext: Bool {
        code == "context_length_exceeded" || type == "exceed_context_size_error"
            || ["context length", "maximum context", "context size", "context window"].contains(where: words.contains)
    }

    var isAboutFilter: Bool { [code, type].contains("content_filter") || code == "content_policy_violation" }
}

extension AIFaultBody {
    private struct Body: Decodable {
        struct Fault: Decodable {
            var message: Scalar?
            var type: Scalar?
            var param: Scalar?
            var code: Scalar?
        }

        var error: Fault?

        private enum Keys: String, CodingKey { case error }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            if let text = try? container.decode(String.self, forKey: .error) {
                error = Fault(message: Scalar(text: text))
            } else {
                error = try container.decodeIfPresent(Fault.self, forKey: .error)
            }
        }
    }

    /// A text or a number, as text; anything else is nothing.
    private struct Scalar: Decodable {
        var text: String?

        init(text: String) { self.text = text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = (try? container.decode(String.self)) ?? (try? container.decode(Int.self)).map { String($0) }
        }
    }
}
