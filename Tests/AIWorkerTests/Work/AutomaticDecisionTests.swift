import Foundation
import Store
import Testing

@testable import AIWorker

@Suite struct `When nobody looks before it is sent` {
    private static let good = AutomaticDecision.Facts(
        isAllowed: true, bar: nil, isHeld: false, touchesTopic: false, isOtherPersonLast: true,
        hasInjectionSigns: false,
        finish: .stop, isFromFirstEndpoint: true, isOverBudget: false, isWithinConversationCap: true,
        isWithinHourlyCap: true, isFirst: false, isAsked: false, isAboutWriter: false)

    @Test func `it is sent only without any doubt, and tells who wrote it at first and when asked`() {
        func decision(_ change: (inout AutomaticDecision.Facts) -> Void) -> AutomaticDecision {
            var facts = Self.good
            change(&facts)
            return AutomaticDecision.of(facts)
        }
        #expect(decision { _ in } == .send(disclosing: false))
        #expect(decision { $0.isFirst = true } == .send(disclosing: true))
        #expect(decision { $0.isAsked = true } == .send(disclosing: true))
        #expect(decision { $0.isAllowed = false } == .draft(.notAllowed))
        #expect(decision { $0.bar = .takenOver } == .draft(.barred))
        #expect(decision { $0.isHeld = true } == .draft(.held))
        #expect(decision { $0.isOtherPersonLast = false } == .draft(.notLast))
        #expect(decision { $0.touchesTopic = true } == .draft(.topic))
        #expect(decision { $0.hasInjectionSigns = true } == .draft(.injection))
        for finish in [Completion.Finish.length, .contentFilter, .toolCalls, .other] {
            #expect(decision { $0.finish = finish } == .draft(.finish))
        }
        #expect(decision { ($0.isAsked, $0.isAboutWriter, $0.touchesTopic) = (true, true, true) } == .disclose)
        #expect(decision { ($0.isAsked, $0.isAboutWriter, $0.isHeld) = (true, true, true) } == .disclose)
        #expect(decision { ($0.isAboutWriter, $0.touchesTopic) = (true, true) } == .draft(.topic), "nobody asked")
        #expect(decision { ($0.isAsked, $0.isHeld) = (true, true) } == .draft(.held), "something else is wrong")
        #expect(
            decision { ($0.isAsked, $0.isAboutWriter, $0.isHeld, $0.isOtherPersonLast) = (true, true, true, false) }
                == .draft(.notLast))
        #expect(decision { $0.isFromFirstEndpoint = false } == .draft(.endpoint))
        #expect(decision { $0.isOverBudget = true } == .draft(.budget))
        #expect(decision { $0.isWithinConversationCap = false } == .draft(.conversationCap))
        #expect(decision { $0.isWithinHourlyCap = false } == .draft(.hourlyCap))
    }

    @Test func `a cap holds within any hour, not within the clock's`() {
        let start = Date(timeIntervalSince1970: 1_000_000)
        var window = SendWindow(times: [])
        for minute in [0.0, 30, 59] {
            #expect(window.admits(at: start + minute * 60, limit: 3, within: .seconds(3600)))
            window.send(at: start + minute * 60, within: .seconds(3600))
        }
        #expect(!window.admits(at: start + 59.5 * 60, limit: 3, within: .seconds(3600)))
        #expect(window.admits(at: start + 60 * 60, limit: 3, within: .seconds(3600)))
        window.send(at: start + 61 * 60, within: .seconds(3600))
        #expect(window.times.count == 3)
        #expect(!window.admits(at: start + 62 * 60, limit: 3, within: .seconds(3600)))
    }

    @Test func `a burst is waited for until it is quiet, and not for ever`() {
        let quiet = QuietTime(quiet: .seconds(2), longest: .seconds(5))
        let start = Date(timeIntervalSince1970: 1_000_000)
        #expect(quiet.end(after: start, earlier: []) == start + 2)
        #expect(quiet.end(after: start + 1, earlier: [start]) == start + 3)
        #expect(quiet.end(after: start + 4, earlier: [start, start + 1.5, start + 3]) == start + 5)
        #expect(quiet.end(after: start + 6, earlier: [start, start + 2, start + 4]) == start + 5, "at once")
        // A long pause before ends the earlier burst.
        #expect(quiet.end(after: start + 60, earlier: [start]) == start + 62)
        #expect(QuietTime(quiet: .zero, longest: .zero).end(after: start, earlier: []) == start)
    }

    @Test func `the first limit that is reached ends it, and what is not counted is estimated`() {
        let budget = Budget(
            tokensPerDay: 1000, tokensPerConversation: 100, costPerDay: 2, costPerConversation: 1, promptPrice: 1,
            completionPrice: 10)
        #expect(budget.reached(day: AIUsage(), conversation: AIUsage()) == nil)
        #expect(budget.reached(day: AIUsage(tokens: 999), conversation: AIUsage(tokens: 99)) == nil)
        #expect(budget.reached(day: AIUsage(tokens: 1000), conversation: AIUsage()) == .day)
        #expect(budget.reached(day: AIUsage(cost: 2), conversation: AIUsage()) == .day)
        #expect(budget.reached(day: AIUsage(), conversation: AIUsage(tokens: 100)) == .conversation)
        #expect(budget.reached(day: AIUsage(), conversation: AIUsage(cost: 1.5)) == .conversation)
        #expect(Budget().reached(day: AIUsage(tokens: .max, cost: 1e9), conversation: AIUsage()) == nil)

        var completion = Completion(text: "abcdef", isRefusal: false, finish: .stop, model: "m")
        let asked = [PromptMessage(role: .user, content: "123456789")]
        #expect(budget.usage(of: completion, asked: asked).tokens == 5)
        completion.promptTokens = 1_000_000
        completion.completionTokens = 100_000
        #expect(budget.usage(of: completion, asked: asked) == AIUsage(tokens: 1_100_000, cost: 2))
        completion.cost = 0.25
        #expect(budget.usage(of: completion, asked: asked).cost == 0.25, "the service's own word")
    }
}
