import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// The summaries of what conversations' prompts have no place for: made and extended when a draft is made, stored before
/// they are used, and never in a draft's way.
struct Summaries: Sendable {
    let store: Store
    let prompt: SummaryPrompt
    let check: SummaryCheck
    let service: MeasuredService
    /// A draft waits no longer for a summary.
    var patience = Duration.seconds(30)

    private var metrics: AIMetrics { service.metrics }

    init(
        store: Store, rules: GuardRules, canary: String, budget: Budget, metrics: AIMetrics = AIMetrics(),
        ask: @escaping @Sendable ([PromptMessage]) async throws -> Completion
    ) {
        self.store = store
        prompt = SummaryPrompt(canary: canary)
        check = SummaryCheck(rules, canary: canary, instructions: prompt.system)
        service = MeasuredService(budget: budget, metrics: metrics, ask: ask)
    }

    /// The summary of what is before the first message that a prompt shows; nil when there is none, for whatever reason.
    ///
    /// - Parameter cause: the event that the draft is made for.
    /// - Throws: `CancellationError`, or what reading the store throws.
    func summary(
        of conversation: ConversationReference, before firstShown: Int64, cause: EventHeader
    ) async throws -> String? {
        let known = try await look(conversation.id, firstShown, cause)
        let plan = SummaryPlan.of(
            stored: known.stored, fallenOut: known.messages.map(\.ordinal), mayAsk: known.mayAsk, at: Date())
        let earlier: String?
        switch plan {
        case .use(let text): return text
        case .make: earlier = nil
        case .extend(let text): earlier = text
        }
        do {
            return try await asked(conversation, known, earlier: earlier) ?? plan.usable
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            metrics.summary("failed")
            await put(off: known)
            return plan.usable
        }
    }

    /// What a summary rests on.
    private struct Known: Sendable {
        var document: SummaryDocument
        var stored: SummaryPlan.Stored?
        /// Not covered yet, oldest first.
        var messages: [MessageDocument]
        var mayAsk: Bool
        /// The conversation's last sequence, read before the messages.
        var basis: Int64
    }

    private func look(_ id: String, _ firstShown: Int64, _ cause: EventHeader) async throws -> Known {
        let budget = service.budget
        return try await store.read { transaction in
            let basis = try transaction.conversation(id)?.lastSequence ?? 0
            let document = try transaction.summary(of: id)
            let isOutdated = try document.map(transaction.isOutdated) ?? false
            let covered = isOutdated || document?.text == nil ? nil : document?.through
            let day = UsageDocument.day(of: Date())
            let isOverBudget =
                budget.reached(
                    day: try transaction.usage(of: nil, day: day),
                    conversation: try transaction.usage(of: id, day: day)) != nil
            return Known(
                document: document ?? SummaryDocument(conversation: id, at: Date()),
                stored: document.map {
                    SummaryPlan.Stored(
                        text: $0.text, through: $0.tried, notBefore: $0.notBefore, isOutdated: isOutdated)
                },
                messages: try transaction.messages(
                    of: id, after: covered, before: firstShown, limit: SummaryPlan.maximumMessages),
                // A draft that is paid for already was asked for with a prompt of its own.
                mayAsk: try !isOverBudget && transaction.completion(1, of: cause) == nil, basis: basis)
        }
    }

    /// - Returns: nil when what the service wrote cannot be used.
    private func asked(
        _ conversation: ConversationReference, _ known: Known, earlier: String?
    ) async throws -> String? {
        let lines = known.messages.map {
            Prompt.Line(direction: $0.direction, text: ChatMessage.text($0.text, with: $0.attachments))
        }
        // Whoever tries to give the model orders is not quoted in what it is told from now on.
        .filter { !InjectionSigns.areIn($0.text) }
        guard let last = known.messages.last, !lines.isEmpty else { return nil }
        let messages = prompt.messages(name: conversation.name, lines: lines, earlier: earlier)
        guard let (completion, usage) = try await patiently(messages) else {
            metrics.summary("late")
            await put(off: known)
            return nil
        }
        let text = try? check.text(of: completion).get()
        var document = known.document
        document.revision += 1
        document.tried = last.ordinal
        document.notBefore = nil
        document.at = Date()
        if let text {
            document.text = text
            document.through = last.ordinal
            document.throughSequence = last.sequence
            document.basis = known.basis
        } else if earlier == nil {
            document.text = nil
        }
        let isKept = try await keep(document, usage)
        metrics.summary(text == nil ? "unusable" : !isKept ? "outdated" : earlier == nil ? "made" : "extended")
        return isKept ? text : nil
    }

    /// - Returns: nil when it took too long.
    private func patiently(_ messages: [PromptMessage]) async throws -> (Completion, AIUsage)? {
        let (service, patience) = (service, patience)
        return try await withThrowingTaskGroup(of: (Completion, AIUsage)?.self) { group in
            group.addTask { try await service.complete(messages) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Charges and stores what was paid for, whatever ends the task from here on.
    private func keep(_ document: SummaryDocument, _ usage: AIUsage) async throws -> Bool {
        let store = store
        return try await Task {
            try await store.client.run { try $0.charge(usage, to: document.conversation, at: Date()) }
            return try await store.write { try $0.replace(with: document) }
        }.value
    }

    /// Leaves the service alone for a while, as far as this conversation's summary goes. Where that cannot be stored, it is
    /// asked again with the next draft.
    private func put(off known: Known) async {
        var document = known.document
        document.revision += 1
        document.notBefore = Date().addingTimeInterval(SummaryPlan.pause)
        document.at = Date()
        if known.stored?.isOutdated == true {
            document.text = nil
            document.tried = 0
        }
        _ = try? await store.write { [document] in try $0.replace(with: document) }
    }
}
