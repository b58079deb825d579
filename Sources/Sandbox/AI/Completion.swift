/// A finished completion, and its two forms: one object, or the chunks of a stream.
struct Completion: Sendable {
    struct Choice: Sendable {
        var text: String
        var finishReason: String
    }

    var id: String
    /// Seconds since 1970.
    var created: Int64
    var model: String
    var choices: [Choice]
    var promptTokens: Int

    var completionTokens: Int { choices.reduce(0) { $0 + Tokens.count($1.text) } }

    var json: JSONValue {
        var json = frame(object: "chat.completion")
        json["choices"] = .array(
            choices.enumerated().map { index, choice in
                [
                    "index": JSONValue(index),
                    "message": [
                        "role": "assistant", "content": .string(choice.text), "refusal": nil, "annotations": [],
                    ],
                    "logprobs": nil,
                    "finish_reason": .string(choice.finishReason),
                ]
            })
        json["usage"] = usage
        return json
    }

    /// Role, words, finish reason for each choice; then, if asked for, usage with no choice. With usage asked for every
    /// other chunk carries `usage: null`.
    func chunks(includingUsage: Bool) -> [JSONValue] {
        var deltas: [(index: Int, delta: JSONValue, finish: JSONValue)] = []
        for (index, choice) in choices.enumerated() {
            deltas.append((index, ["role": "assistant", "content": "", "refusal": nil], nil))
            for word in Self.pieces(of: choice.text) { deltas.append((index, ["content": .string(word)], nil)) }
            deltas.append((index, [:], .string(choice.finishReason)))
        }
        var chunks = deltas.map { item in
            var chunk = frame(object: "chat.completion.chunk")
            chunk["choices"] = [
                ["index": JSONValue(item.index), "delta": item.delta, "logprobs": nil, "finish_reason": item.finish]
            ]
            if includingUsage { chunk["usage"] = .null }
            return chunk
        }
        if includingUsage {
            var chunk = frame(object: "chat.completion.chunk")
            chunk["choices"] = []
            chunk["usage"] = usage
            chunks.append(chunk)
        }
        return chunks
    }

    /// Cuts at `stop` and at `maxTokens` as the service does.
    static func choice(_ text: String, stop: [String], maxTokens: Int?) -> Choice {
        var text = text
        for sequence in stop where !sequence.isEmpty {
            if let range = text.firstRange(of: sequence) { text = String(text[..<range.lowerBound]) }
        }
        guard let maxTokens, Tokens.count(text) > maxTokens else { return Choice(text: text, finishReason: "stop") }
        // Whole characters: a token may end inside one, but the service never sends half of it.
        while Tokens.count(text) > maxTokens { text.removeLast() }
        return Choice(text: text, finishReason: "length")
    }

    private func frame(object: String) -> JSONValue {
        [
            "id": .string(id), "object": .string(object), "created": .integer(created), "model": .string(model),
            "system_fingerprint": "fp_sandbox", "service_tier": "default",
        ]
    }

    private var usage: JSONValue {
        [
            "prompt_tokens": JSONValue(promptTokens),
            "completion_tokens": JSONValue(completionTokens),
            "total_tokens": JSONValue(promptTokens + completionTokens),
            "prompt_tokens_details": ["cached_tokens": 0, "audio_tokens": 0],
            "completion_tokens_details": [
                "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }

    /// Words with the space before them, so that the pieces joined are the text.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            if pieces.isEmpty || character == " " {
                pieces.append(String(character))
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        return pieces
    }
}
