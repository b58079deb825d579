/// Who writes what and when under one load. Pure: asked for the next step, told of our replies.
///
/// The rate is exact, `total` messages evenly over the time with jitter inside each slot. Within it people keep their
/// rhythm: everybody writes first; one who got a reply answers some seconds later; one who wrote a few messages goes
/// quiet for a while; some send the same message twice.
struct LoadPlan: Sendable {
    struct Step: Sendable, Equatable {
        /// After the start of the load.
        var due: Duration
        var person: Person
        var text: String
        /// "typing…" is shown until it is written.
        var isTyped: Bool
        /// A notice that appears right after the message.
        var notice: String?
    }

    private struct Mood: Sendable {
        var written = 0
        var burst: Int
        var quietEnd = Duration.zero
        var answerDue: Duration?
    }

    private let load: Load
    private let people: [Person]
    private var moods: [Mood]
    private var random: SeededRandom
    private var slot = 0
    private var repeated: Step?
    private var silent: [Int]

    init(load: Load, people: [Person]) {
        self.load = load
        self.people = people
        var random = SeededRandom(seed: load.seed).fork("load")
        moods = people.map { _ in Mood(burst: Int.random(in: 1...4, using: &random)) }
        silent = people.indices.shuffled(using: &random)
        self.random = random
    }

    /// The next message in order of time, nil after the last.
    mutating func next() -> Step? {
        guard slot < load.total, !people.isEmpty else { return nil }
        defer { slot += 1 }
        if let step = repeated {
            repeated = nil
            return step
        }
        let due = slotTime()
        let number = writer(at: due)
        let step = step(of: number, at: due)
        if random.chance(people[number].style.repeated) {
            var again = step
            again.due += .milliseconds(30)
            again.isTyped = false
            again.notice = nil
            repeated = again
        }
        return step
    }

    /// A reply of ours reached `id` at `time` after the start.
    mutating func replied(to id: String, at time: Duration) {
        guard let number = people.firstIndex(where: { $0.id == id }) else { return }
        guard random.chance(people[number].rhythm.answers) else { return }
        moods[number].answerDue = time + random.duration(in: people[number].rhythm.thinking)
    }

    private mutating func slotTime() -> Duration {
        // Half a slot of jitter: the next slot's time stays later, also after a repeated message.
        let jitter = Double.random(in: 0..<0.5, using: &random)
        return .seconds((Double(slot) + jitter) / load.messagesPerSecond)
    }

    /// Answers that are due go first; then, one time in two, somebody who has not written yet; then by rhythm.
    private mutating func writer(at time: Duration) -> Int {
        let due = moods.indices.filter { moods[$0].answerDue.map { $0 <= time } ?? false }
        if let answering = due.min(by: { moods[$0].answerDue ?? time < moods[$1].answerDue ?? time }) {
            return answering
        }
        if !silent.isEmpty, random.chance(0.5) || silent.count == people.count {
            return silent.removeLast()
        }
        let awake = people.indices.filter { moods[$0].written > 0 && moods[$0].quietEnd <= time }
        guard !awake.isEmpty else {
            if !silent.isEmpty { return silent.removeLast() }
            return people.indices.min { moods[$0].quietEnd < moods[$1].quietEnd } ?? 0
        }
        var ticket = Int.random(in: 0..<awake.reduce(0) { $0 + people[$1].rhythm.weight }, using: &random)
        for number in awake {
            ticket -= people[number].rhythm.weight
            if ticket < 0 { return number }
        }
        return awake[0]
    }

    private mutating func step(of number: Int, at due: Duration) -> Step {
        let answering = moods[number].answerDue != nil
        let occasion: SmallTalk.Occasion =
            answering ? .answer : moods[number].written == 0 ? .opening : .goingOn
        let text = SmallTalk.text(of: people[number], occasion, random: &random)
        moods[number].answerDue = nil
        moods[number].written += 1
        moods[number].burst -= 1
        if moods[number].burst <= 0 {
            moods[number].burst = Int.random(in: 1...4, using: &random)
            moods[number].quietEnd = due + random.duration(in: .seconds(5)...(.seconds(20)))
        }
        return Step(
            due: due, person: people[number], text: text, isTyped: random.chance(0.3),
            notice: random.chance(0.04) ? random.pick(SmallTalk.notices) : nil)
    }
}
