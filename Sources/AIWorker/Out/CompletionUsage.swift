/// What a service says an answer used, read leniently: servers leave fields out and send null.
struct CompletionUsage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?

    private enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
    }
}
