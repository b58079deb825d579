import Shared

/// Looks at what a model wrote as a summary: another untrusted text, that goes into prompts for a long time. Pure.
///
/// What does not pass is not used at all: a summary that says too much serves worse than none.
struct SummaryCheck: Sendable {
    /// Why a summary is not used.
    enum Fault: Error, Equatable, Sendable {
        /// It is no whole text, or a too long one.
        case unfinished(NoDraft.Cause)
        /// It repeats the rules, or the word that nobody may write.
        case leak
        /// It holds what reaches or pays somebody.
        case contact
        /// It reads like an instruction to the model that it is for.
        case instruction
    }

    private let leak: PromptLeak
    private let contacts: [any GuardRule]

    init(_ rules: GuardRules, canary: String, instructions: String) {
        leak = PromptLeak(canary: canary, instructions: instructions)
        contacts = [EmailAddress(rules), Link(rules), PaymentNumber(), PhoneNumber(rules)]
    }

    func text(of completion: Completion) -> Result<String, Fault> {
        switch DraftText.of(completion) {
        case .failure(let nothing):
            return .failure(.unfinished(nothing.cause))
        case .success(let written):
            // The prompt's own word for them, which models like to take up.
            let text = written.text.replacing("other_person", with: "the other person")
            let read = GuardText(text)
            if leak.holds(read, answering: []) { return .failure(.leak) }
            if contacts.contains(where: { $0.holds(read, answering: []) }) { return .failure(.contact) }
            if InjectionSigns.areIn(text) { return .failure(.instruction) }
            return .success(text)
        }
    }
}
