import Foundation

/// One valid request for a chat completion.
struct ChatRequest: Sendable, Hashable {
    struct Message: Sendable, Hashable {
        var role: String
        var text: String
    }

    enum Format: Sendable, Hashable {
        case text
        case jsonObject
        case jsonSchema(JSONValue)
    }

    var model: String
    var messages: [Message]
    var maxTokens: Int?
    var isStreamed: Bool
    var includesUsage: Bool
    var count: Int
    var seed: Int?
    var stop: [String]
    var format: Format

    /// What the service would count: about four bytes a token, and four tokens around each message.
    var promptTokens: Int {
        messages.reduce(3) { $0 + 4 + Tokens.count($1.text) }
    }
}

extension ChatRequest {
    static let models = ["sandbox-chat", "gpt-4o-mini", "gpt-4o", "gpt-4.1-mini"]

    /// Refuses what the service refuses, with its words where they are known.
    init(parsing data: Data) throws(AIFailure) {
        guard let json = try? JSONValue(parsing: data), case .object(let members) = json else {
            throw .invalid(
                "We could not parse the JSON body of your request. The service expects a JSON object, with header "
                    + "Content-Type: application/json.")
        }
        if let unknown = members.keys.filter({ !Self.known.contains($0) }).min() {
            throw .invalid("Unrecognized request argument supplied: \(unknown)")
        }
        let fields = ChatFields(members: members)
        guard let model = try fields.string("model"), !model.isEmpty else {
            throw .invalid("you must provide a model parameter")
        }
        guard Self.models.contains(model) else { throw .unknownModel(model) }
        try fields.checkNumber("temperature", 0...2)
        try fields.checkNumber("top_p", 0...1)
        try fields.checkNumber("frequency_penalty", -2...2)
        try fields.checkNumber("presence_penalty", -2...2)
        let isStreamed = try fields.bool("stream") ?? false
        if fields.value("stream_options") != nil, !isStreamed {
            throw .invalid(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param: "stream_options")
        }
        let old = try fields.integer("max_tokens", 1...128_000)
        let new = try fields.integer("max_completion_tokens", 1...128_000)
        if old != nil, new != nil {
            throw .invalid(
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                param: "max_tokens", code: "invalid_parameter_combination")
        }
        self.init(
            model: model,
            messages: try ChatMessages.parse(fields.value("messages")),
            maxTokens: new ?? old,
            isStreamed: isStreamed,
            includesUsage: fields.value("stream_options")?["include_usage"]?.bool ?? false,
            count: try fields.integer("n", 1...8) ?? 1,
            seed: fields.value("seed")?.int,
            stop: try fields.stop(),
            format: try fields.format())
    }

    /// The members of CreateChatCompletionRequest in the published description; any other is refused.
    private static let known: Set<String> = [
        "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
        "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model", "moderation", "n",
        "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed",
        "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools",
        "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
    ]
}

enum Tokens {
    static func count(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}
