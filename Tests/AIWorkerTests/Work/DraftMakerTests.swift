import Shared
import Synchronization
import Testing

@testable import AIWorker

@Suite struct `Making a draft` {
    private let prompt = Prompt(persona: nil, canary: "qwertzuiopas")
    private let history = [Prompt.Line(direction: .incoming, text: "Hi")]

    /// A model that gives these answers in turn, the last one again and again.
    private final class Model: Sendable {
        private let answers: [Completion]
        private let count = Mutex(0)

        init(_ answers: [Completion]) { self.answers = answers }
        var asked: Int { count.withLock { $0 } }
        func next() -> Completion {
            let index = count.withLock { count in
                count += 1
                return count - 1
            }
            return answers[min(index, answers.count - 1)]
        }
    }

    private func draft(
        _ model: Model, name: String = "Dana", history: [Prompt.Line]
    ) async throws -> DraftMaker.Draft {
        try await DraftMaker(prompt: prompt, rules: .shipped).draft(name: name, history: history) { _ in model.next() }
    }

    private func completion(_ text: String, _ finish: Completion.Finish = .stop) -> Completion {
        Completion(text: text, isRefusal: false, finish: finish, model: "m-1")
    }

    @Test func `a good answer is a draft with the model that wrote it`() async throws {
        let model = Model([completion(" Hello! ")])
        let draft = try await draft(model, history: history)
        #expect(draft == DraftMaker.Draft(text: "Hello!", model: "m-1", held: nil))
        #expect(model.asked == 1)
    }

    @Test func `an empty answer is asked for once more and no oftener`() async throws {
        let second = Model([completion(""), completion("Hello!")])
        #expect(try await draft(second, history: history).text == "Hello!")
        #expect(second.asked == 2)
        let never = Model([completion("")])
        await #expect(throws: NoDraft(.empty)) { try await draft(never, history: history) }
        #expect(never.asked == 2)
    }

    @Test func `an answer that was cut off is not asked for again`() async throws {
        let model = Model([completion("Hello", .length)])
        await #expect(throws: NoDraft(.cutOff)) { try await draft(model, history: history) }
        #expect(model.asked == 1)
    }

    @Test func `what the guard holds is still a draft, with the reason`() async throws {
        let draft = try await draft(Model([completion("Send me money")]), history: history)
        #expect(draft.text == "Send me money")
        #expect(draft.held?.rule == "money")
    }

    @Test func `the guard reads the other person's messages, not the owner's`() async throws {
        let model = Model([completion("Nice!")])
        let minor = Prompt.Line(direction: .incoming, text: "I'm 15")
        #expect(try await draft(model, name: "D", history: [minor]).held?.rule == "possible-minor")
        let own = Prompt.Line(direction: .outgoing, text: "I'm 15")
        #expect(try await draft(model, name: "D", history: [own]).held == nil)
    }
}
