import FoundationEssentials
import Shared

/// One message of a prompt.
struct PromptMessage: Encodable, Sendable, Equatable {
    enum Role: String, Encodable, Sendable { case system, user }

    var role: Role
    var content: String
}

/// The body of a request for a chat completion. What is not set is left out, so that the service's default holds.
struct CompletionRequest: Encodable {
    var model: String
    var messages: [PromptMessage]
    var maximumTokens: Int
    var maximumTokensField: AITokenLimitField
    var temperature: Double?
    var isStreamed = false
    /// Of a stream: that its last chunk tells the tokens.
    var asksUsage = false

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(model, forKey: Key(stringValue: "model"))
        try container.encode(messages, forKey: Key(stringValue: "messages"))
        try container.encode(maximumTokens, forKey: Key(stringValue: maximumTokensField.rawValue))
        try container.encodeIfPresent(temperature, forKey: Key(stringValue: "temperature"))
        if isStreamed { try container.encode(true, forKey: Key(stringValue: "stream")) }
        if asksUsage {
            try container.encode(["include_usage": true], forKey: Key(stringValue: "stream_options"))
        }
    }

    /// The same request is the same bytes.
    func body() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
