import Testing

@testable import Sandbox

@Suite struct LoadPlanTests {
    private let people = PersonCatalog(random: SeededRandom(seed: 1)).first(40)

    private func steps(_ load: Load, replying: Bool = false) -> [LoadPlan.Step] {
        var plan = LoadPlan(load: load, people: people)
        var steps: [LoadPlan.Step] = []
        while let step = plan.next() {
            steps.append(step)
            if replying { plan.replied(to: step.person.id, at: step.due + .seconds(1)) }
        }
        return steps
    }

    @Test(arguments: [(3.0, 60), (0.5, 10), (5.0, 30), (50.0, 4)])
    func `the rate is exact and time only goes forward`(rate: Double, seconds: Int) {
        let load = Load(conversations: 40, messagesPerSecond: rate, seconds: seconds, seed: 9)
        let steps = steps(load)
        #expect(steps.count == Int(rate * Double(seconds)))
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.due <= $1.due })
        #expect(steps.allSatisfy { $0.due >= .zero && $0.due <= .seconds(seconds) })
    }

    @Test func `a seed names a run`() {
        let load = Load(conversations: 40, messagesPerSecond: 5, seconds: 40, seed: 9)
        var other = load
        other.seed = 10
        #expect(steps(load) == steps(load))
        #expect(steps(load) != steps(other))
    }

    @Test func `everybody writes`() {
        let steps = steps(Load(conversations: 40, messagesPerSecond: 3, seconds: 60, seed: 1))
        #expect(Set(steps.map(\.person.id)).count == 40)
    }

    @Test func `some send the same message twice in a row`() {
        let steps = steps(Load(conversations: 40, messagesPerSecond: 5, seconds: 120, seed: 1))
        let twice = zip(steps, steps.dropFirst()).filter { $0.person == $1.person && $0.text == $1.text }
        #expect(!twice.isEmpty)
        #expect(twice.contains { $1.due - $0.due < .seconds(1) })
    }

    @Test func `a reply gets an answer some seconds later, from most people`() {
        let load = Load(conversations: 40, messagesPerSecond: 1, seconds: 200, seed: 1)
        var plan = LoadPlan(load: load, people: people)
        var asked: [String: Duration] = [:]
        var answered = 0
        while let step = plan.next() {
            if let time = asked.removeValue(forKey: step.person.id) {
                answered += 1
                #expect(step.due > time)
            }
            if asked.count < 8 {
                asked[step.person.id] = step.due
                plan.replied(to: step.person.id, at: step.due)
            }
        }
        #expect(answered >= 10)
    }

    @Test func `a reply to a stranger changes nothing`() {
        let load = Load(conversations: 40, messagesPerSecond: 5, seconds: 10, seed: 1)
        var plan = LoadPlan(load: load, people: people)
        plan.replied(to: "0", at: .zero)
        var drawn: [LoadPlan.Step] = []
        while let step = plan.next() { drawn.append(step) }
        #expect(drawn == steps(load))
    }

    @Test func `replies do not change how many messages there are`() {
        let load = Load(conversations: 40, messagesPerSecond: 5, seconds: 30, seed: 2)
        #expect(steps(load, replying: true).count == load.total)
    }
}

extension PersonCatalog {
    func first(_ count: Int) -> [Person] { (0..<count).map(person) }
}
