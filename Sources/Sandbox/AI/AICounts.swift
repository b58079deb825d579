/// What the service tells of itself in the ledger.
struct AICounts: Sendable {
    /// Requests of every kind, and those answered with an error.
    var requests = 0
    var refused = 0
    private var completions = 0
    private var streamed = 0
    private var promptTokens = 0
    private var completionTokens = 0

    mutating func note(_ completion: Completion, isStreamed: Bool) {
        completions += 1
        if isStreamed { streamed += 1 }
        promptTokens += completion.promptTokens
        completionTokens += completion.completionTokens
    }

    var json: JSONValue {
        [
            "requests": JSONValue(requests), "refused": JSONValue(refused), "completions": JSONValue(completions),
            "streamed": JSONValue(streamed), "prompt_tokens": JSONValue(promptTokens),
            "completion_tokens": JSONValue(completionTokens),
        ]
    }
}
