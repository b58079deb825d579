import Metrics
import Shared
import Store
import Synchronization

@testable import AIWorker

/// A model that is asked for summaries: gives the number of the request, or what it is told to.
final class Notetaker: Sendable {
    typealias Answer = @Sendable (_ request: Int, [PromptMessage]) async throws -> Completion

    private let requests = Mutex<[[PromptMessage]]>([])
    private let answer: Answer

    init(_ answer: @escaping Answer = { request, _ in Notetaker.notes("Notes \(request).") }) { self.answer = answer }

    static func notes(_ text: String, _ finish: Completion.Finish = .stop) -> Completion {
        Completion(
            text: text, isRefusal: false, finish: finish, model: "m-1", promptTokens: 100, completionTokens: 10)
    }

    var asked: [[PromptMessage]] { requests.withLock { $0 } }

    func complete(_ messages: [PromptMessage]) async throws -> Completion {
        let count = requests.withLock { requests in
            requests.append(messages)
            return requests.count
        }
        return try await answer(count, messages)
    }

    func summaries(
        _ store: Store, budget: Budget = Budget(), patience: Duration = .seconds(30)
    ) -> Summaries {
        var summaries = Summaries(
            store: store, rules: .shipped, canary: "qwertzuiopas", budget: budget,
            ask: { try await self.complete($0) })
        summaries.patience = patience
        return summaries
    }
}
