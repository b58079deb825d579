import Shared
import Store

import struct FoundationEssentials.Date

/// The way from a message to a draft of its answer: waits until the other person is done writing, looks at the budget,
/// asks the AI service, and gives up as soon as the conversation moves on.
struct Drafting: Sendable {
    enum Outcome: Sendable {
        case drafted(AutomaticReplies.Candidate)
        case skipped(DraftDecision.Reason)
        case overBudget(Budget.Scope)
    }

    let store: Store
    let maker: DraftMaker
    let historyMessages: Int
    let quiet: QuietTime
    let budget: Budget
    let automatic: AutomaticReplies
    let watch: ConversationWatch
    /// Nil where conversations are not summed up.
    var summaries: Summaries?
    var metrics = AIMetrics()
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// Told how the AI service did: nil for well.
    let noted: @Sendable (AIServiceError?) -> Void
    let complete: @Sendable ([PromptMessage]) async throws -> Completion

    /// - Parameters:
    ///   - sequence: what the draft answers.
    ///   - cause: the event that asks for it.
    func draft(_ message: ChatMessage, sequence: Int64, cause: EventHeader) async throws -> Outcome {
        let id = message.conversation.id
        let outcome = try await watch.untilNewer(than: sequence, in: id) {
            try await followed(message, sequence, cause)
        }
        return outcome ?? .skipped(.newerMessage)
    }

    private func followed(_ message: ChatMessage, _ sequence: Int64, _ cause: EventHeader) async throws -> Outcome {
        let id = message.conversation.id
        var view: ConversationView
        switch try await look(id, message, sequence) {
        case .draft(let early): view = early
        case .skip(let reason): return .skipped(reason)
        }
        let wait = end(view, message).timeIntervalSince(Date())
        if wait > 0 {
            // A clock that was put back must not make anybody wait for it.
            try await sleep(min(.seconds(wait), quiet.quiet))
            switch try await look(id, message, sequence) {
            case .draft(let late): view = late
            case .skip(let reason): return .skipped(reason)
            }
        }
        if let scope = try await budgetReached(id, cause) { return .overBudget(scope) }
        return .drafted(try await candidate(view, message, cause))
    }

    private enum Look {
        case draft(ConversationView)
        case skip(DraftDecision.Reason)
    }

    /// The conversation, if its message gets a draft.
    private func look(_ id: String, _ message: ChatMessage, _ sequence: Int64) async throws -> Look {
        let view = try await ConversationView.read(id, limit: historyMessages, from: store)
        switch DraftDecision.of(sequence: sequence, text: message.text, standing: view?.standing) {
        case .draft: return view.map { .draft($0) } ?? .skip(.gone)
        case .skip(let reason): return .skip(reason)
        }
    }

    private func end(_ view: ConversationView, _ message: ChatMessage) -> Date {
        guard let last = view.unanswered.last else { return message.observedAt.date }
        return quiet.end(after: last, earlier: view.unanswered.dropLast())
    }

    /// What is paid for already may be used whatever the budget says.
    private func budgetReached(_ conversation: String, _ cause: EventHeader) async throws -> Budget.Scope? {
        let budget = budget
        return try await store.read { transaction in
            if try transaction.completion(1, of: cause) != nil { return nil }
            let day = UsageDocument.day(of: Date())
            return budget.reached(
                day: try transaction.usage(of: nil, day: day),
                conversation: try transaction.usage(of: conversation, day: day))
        }
    }

    private func candidate(
        _ view: ConversationView, _ message: ChatMessage, _ cause: EventHeader
    ) async throws -> AutomaticReplies.Candidate {
        let paid = PaidCompletions(of: cause, in: store, budget: budget, metrics: metrics, ask: complete)
        let summary = try await summary(view, message, cause)
        let conversation = message.conversation.id
        let isPossibleMinor = try await store.read { try $0.hasMinorSign(in: conversation) }
        do {
            let draft = try await maker.draft(
                name: message.conversation.name, history: view.history, summary: summary,
                isPossibleMinor: isPossibleMinor
            ) {
                try await paid.complete($0)
            }
            noted(nil)
            let incoming = view.history.filter { $0.direction == .incoming }.map(\.text)
            return AutomaticReplies.Candidate(
                draft: draft,
                heldDisclosed: maker.held(automatic.disclosed(draft.text), history: view.history),
                topic: maker.topic(of: draft.text),
                hasInjectionSigns: ([message.conversation.name, summary ?? ""] + incoming)
                    .contains(where: InjectionSigns.areIn),
                isAsked: incoming.suffix(view.unanswered.count).contains(where: MachineQuestion.isIn))
        } catch let error as AIServiceError {
            noted(error)
            throw error
        } catch let error as NoDraft {
            // Asked again, after a setting was changed, it must not be the same.
            try await store.write { try $0.dropCompletions(of: cause) }
            throw error
        }
    }

    private func summary(
        _ view: ConversationView, _ message: ChatMessage, _ cause: EventHeader
    ) async throws -> String? {
        guard let summaries, let firstShown = view.firstShown else { return nil }
        return try await summaries.summary(of: message.conversation, before: firstShown, cause: cause)
    }
}
