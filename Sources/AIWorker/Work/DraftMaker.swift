import Shared

/// Makes a draft from a conversation: asks the model, takes what is a reply, and has it checked.
struct DraftMaker: Sendable {
    struct Draft: Sendable, Equatable {
        var text: String
        var model: String
        /// Why the guard wants a person to look twice.
        var held: GuardFinding?
    }

    let prompt: Prompt
    private let check: OutgoingGuard
    private let complete: @Sendable ([PromptMessage]) async throws -> Completion

    init(prompt: Prompt, complete: @escaping @Sendable ([PromptMessage]) async throws -> Completion) {
        self.prompt = prompt
        self.complete = complete
        check = OutgoingGuard(canary: prompt.canary, instructions: prompt.system)
    }

    /// - Parameter history: oldest first; the last line is the one to answer.
    /// - Throws: what `complete` throws, or `NoDraft`.
    func draft(name: String, history: [Prompt.Line]) async throws -> Draft {
        let messages = prompt.messages(name: name, history: history)
        var completion = try await complete(messages)
        if case .failure(let nothing) = DraftText.of(completion), nothing.cause == .empty {
            // Models answer with nothing at times; once more is worth its price, and no oftener.
            completion = try await complete(messages)
        }
        let text = try DraftText.of(completion).get()
        let incoming = history.filter { $0.direction == .incoming }.map(\.text)
        return Draft(text: text.text, model: completion.model, held: check.check(text.text, incoming: incoming))
    }
}
