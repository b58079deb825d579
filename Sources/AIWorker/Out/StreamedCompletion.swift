import FoundationEssentials

/// A completion as it grows from the chunks of a stream. Pure.
struct StreamedCompletion: Sendable {
    /// Longer answers are no chat replies.
    static let maximumLength = 128 * 1024

    /// Why a stream is no completion.
    enum Fault: Error {
        /// An object that says what went wrong; some servers go on to `[DONE]` as if nothing had happened.
        case error(AIFaultBody)
        /// What is no chunk, or too much of it.
        case unreadable
        /// It stopped before the answer's end.
        case endless
    }

    /// `[DONE]` was read: nothing follows.
    private(set) var isDone = false
    private var text = ""
    private var hasChunk = false
    private var hasRefusal = false
    private var finish: String?
    private var model: String?
    private var usage: CompletionUsage?

    /// - Parameter data: of one event.
    mutating func take(_ data: String) throws(Fault) {
        guard !isDone else { return }
        if data == "[DONE]" {
            isDone = true
            return
        }
        let bytes = Data(data.utf8)
        guard let chunk = try? JSONDecoder().decode(Chunk.self, from: bytes) else { throw .unreadable }
        if chunk.hasError { throw .error(AIFaultBody(Array(bytes))) }
        if let model = chunk.model, !model.isEmpty { self.model = model }
        if let usage = chunk.usage { self.usage = usage }
        // The chunk that tells the usage has no choices. Only the first choice counts.
        guard let choice = chunk.choices?.first(where: { $0.index ?? 0 == 0 }) else { return }
        hasChunk = true
        text += choice.delta?.content ?? ""
        if choice.delta?.refusal?.isEmpty == false { hasRefusal = true }
        if let reason = choice.finishReason, !reason.isEmpty { finish = reason }
        guard text.utf8.count <= Self.maximumLength else { throw .unreadable }
    }

    /// What came of it, once the stream has ended.
    func completion(asked model: String) throws(Fault) -> Completion {
        guard hasChunk else { throw isDone ? .unreadable : .endless }
        guard isDone || finish != nil else { throw .endless }
        return Completion(
            text: text, isRefusal: hasRefusal, finish: Completion.Finish(finish), model: self.model ?? model,
            promptTokens: usage?.promptTokens, completionTokens: usage?.completionTokens)
    }
}

extension StreamedCompletion {
    private struct Choice: Decodable {
        struct Delta: Decodable {
            var content: String?
            var refusal: String?
        }

        var index: Int?
        var delta: Delta?
        var finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case index, delta
            case finishReason = "finish_reason"
        }
    }

    /// Read leniently: servers leave fields out, send null, and add their own.
    private struct Chunk: Decodable {
        var choices: [Choice]?
        var model: String?
        var usage: CompletionUsage?
        var hasError = false

        private enum CodingKeys: String, CodingKey { case choices, model, usage, error }
        private struct Anything: Decodable { init(from decoder: any Decoder) throws {} }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            choices = try container.decodeIfPresent([Choice].self, forKey: .choices)
            model = try? container.decode(String.self, forKey: .model)
            usage = try? container.decode(CompletionUsage.self, forKey: .usage)
            hasError = try container.decodeIfPresent(Anything.self, forKey: .error) != nil
        }
    }
}
