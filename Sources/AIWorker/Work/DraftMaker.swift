import Shared

/// Makes a draft from a conversation: asks the model, takes what is a reply, and has it checked.
struct DraftMaker: Sendable {
    struct Draft: Sendable, Equatable {
        var text: String
        var model: String
        /// Why the guard wants a person to look twice.
        var held: GuardFinding?
        var finish = Completion.Finish.stop
        var isFromFallback = false
    }

    let prompt: Prompt
    private let check: OutgoingGuard
    private let topics: SensitiveTopics

    init(prompt: Prompt, rules: GuardRules) {
        self.prompt = prompt
        check = OutgoingGuard(rules, canary: prompt.canary, instructions: prompt.system)
        topics = SensitiveTopics(rules)
    }

    /// - Parameters:
    ///   - history: oldest first; the last line is the one to answer.
    ///   - summary: of what was before the history; nil when there is none.
    ///   - isPossibleMinor: the other person seemed to be one by what they wrote, however long ago.
    ///   - complete: asks the model.
    /// - Throws: what `complete` throws, or `NoDraft`.
    func draft(
        name: String, history: [Prompt.Line], summary: String? = nil, isPossibleMinor: Bool = false,
        complete: @Sendable ([PromptMessage]) async throws -> Completion
    ) async throws -> Draft {
        let messages = prompt.messages(name: name, history: history, summary: summary)
        var completion = try await complete(messages)
        if case .failure(let nothing) = DraftText.of(completion), nothing.cause == .empty {
            // Models answer with nothing at times; once more is worth its price, and no oftener.
            completion = try await complete(messages)
        }
        let text = try DraftText.of(completion).get()
        return Draft(
            text: text.text, model: completion.model,
            held: held(text.text, history: history, isPossibleMinor: isPossibleMinor), finish: completion.finish,
            isFromFallback: completion.isFromFallback)
    }

    /// Why the guard holds a reply in this conversation; nil when it does not.
    func held(_ text: String, history: [Prompt.Line], isPossibleMinor: Bool = false) -> GuardFinding? {
        check.check(
            text, incoming: history.filter { $0.direction == .incoming }.map(\.text), isPossibleMinor: isPossibleMinor)
    }

    /// Whether somebody who writes this may be under 18.
    func isPossibleMinor(writing text: String) -> Bool { check.isPossibleMinor(writing: text) }

    /// Why a reply is not sent automatically; nil when nothing speaks against it.
    func topic(of text: String) -> String? { topics.topic(of: text) }
}
