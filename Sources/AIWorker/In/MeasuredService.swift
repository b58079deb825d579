import Shared

/// The AI service, with what each of its answers took: time for the metrics, tokens and cost for the budget.
struct MeasuredService: Sendable {
    let budget: Budget
    let metrics: AIMetrics
    let ask: @Sendable ([PromptMessage]) async throws -> Completion

    /// Whoever gets the answer charges what it used.
    func complete(_ messages: [PromptMessage]) async throws -> (Completion, AIUsage) {
        let start = ContinuousClock.now
        do {
            let completion = try await ask(messages)
            let usage = budget.usage(of: completion, asked: messages)
            metrics.answered(
                usage, prompt: completion.promptTokens, answer: completion.completionTokens,
                after: ContinuousClock.now - start)
            return (completion, usage)
        } catch is CancellationError {
            metrics.cancelled(after: ContinuousClock.now - start)
            throw CancellationError()
        } catch {
            metrics.failed(after: ContinuousClock.now - start)
            throw error
        }
    }
}
