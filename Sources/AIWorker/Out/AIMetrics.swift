import CoreMetrics
import Metrics

/// What the AI service is used for: tokens, cost, time, what the guard holds, and what becomes of drafts.
struct AIMetrics: Sendable {
    let factory: any MetricsFactory

    init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    func answered(_ usage: AIUsage, prompt: Int?, answer: Int?, after duration: Duration) {
        if let prompt, let answer {
            count("switchboard_ai_tokens_total", [("kind", "prompt")], by: Int64(prompt))
            count("switchboard_ai_tokens_total", [("kind", "completion")], by: Int64(answer))
        } else {
            count("switchboard_ai_tokens_total", [("kind", "estimated")], by: usage.tokens)
        }
        FloatingPointCounter(label: "switchboard_ai_cost_total", dimensions: [], factory: factory)
            .increment(by: usage.cost)
        timed("answered", duration)
    }

    func failed(after duration: Duration) { timed("failed", duration) }

    /// A newer message ended the request.
    func cancelled(after duration: Duration) { timed("cancelled", duration) }

    func held(_ rule: String) { count("switchboard_ai_holds_total", [("rule", rule)]) }

    /// Why a conversation in automatic mode got a draft.
    func doubted(_ doubt: AutomaticDecision.Doubt) {
        count("switchboard_ai_automatic_doubts_total", [("doubt", doubt.rawValue)])
    }

    /// - Parameter outcome: `offered`, `sent`, or why there is none.
    func draft(_ outcome: String) { count("switchboard_ai_drafts_total", [("outcome", outcome)]) }

    /// - Parameter outcome: `made`, `extended`, or why a request gave none.
    func summary(_ outcome: String) { count("switchboard_ai_summaries_total", [("outcome", outcome)]) }

    private func timed(_ result: String, _ duration: Duration) {
        Metrics.Timer(
            label: "switchboard_ai_request_duration_seconds", dimensions: [("result", result)], factory: factory
        ).record(duration: duration)
    }

    private func count(_ label: String, _ dimensions: [(String, String)], by amount: Int64 = 1) {
        Counter(label: label, dimensions: dimensions, factory: factory).increment(by: amount)
    }
}
