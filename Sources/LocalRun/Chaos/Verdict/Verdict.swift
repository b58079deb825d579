/// What a fault run is judged by, after its drain. Every figure but the first five has to be 0, and dead letters as many
/// as expected. Pure.
struct Verdict: Codable, Equatable, Sendable {
    /// Messages that people wrote.
    var attempted = 0
    /// Of them, those in Discord and in the sheet, once.
    var ok = 0
    var approved = 0
    var delivered = 0
    /// Replies whose end nobody can know, told to a person as such; typed or not.
    var ambiguous = 0

    var lost = 0
    var unexpected = 0
    var duplicated = 0
    var reordered = 0
    var deadLetters = 0
    var deadLettersExpected = 0
    /// Events that a subscribed service has neither handled nor given up.
    var unhandled = 0
    /// Drafts that nobody could decide on, and rows that no sheet has.
    var stuck = 0
    /// Messages left in queues.
    var left = 0

    var isClean: Bool {
        lost == 0 && unexpected == 0 && duplicated == 0 && reordered == 0 && deadLetters == deadLettersExpected
            && unhandled == 0 && stuck == 0 && left == 0
    }

    init() {}

    init(
        _ tally: Tally, replies: [Tally.Reply], backlog: Records.Backlog, unhandled: Int, depth: BrokerDesk.Depth,
        deadLettersExpected: Int
    ) {
        let findings = tally.findings
        attempted = tally.summary.received
        ok = findings.ok
        approved = tally.summary.approved
        delivered = tally.summary.delivered
        ambiguous = replies.count(where: \.isUncertain)
        lost = findings.lost
        unexpected = findings.unexpected
        duplicated = findings.repeated
        reordered = findings.reordered
        deadLetters = depth.dead
        self.deadLettersExpected = deadLettersExpected
        self.unhandled = unhandled
        stuck = backlog.outbox + backlog.drafts + backlog.rows
        left = depth.waiting
    }

    /// The sum over runs.
    static func + (left: Verdict, right: Verdict) -> Verdict {
        var sum = left
        for figure in figures { sum[keyPath: figure] += right[keyPath: figure] }
        return sum
    }

    private static var figures: [WritableKeyPath<Verdict, Int>] {
        [
            \.attempted, \.ok, \.approved, \.delivered, \.ambiguous, \.lost, \.unexpected, \.duplicated, \.reordered,
            \.deadLetters, \.deadLettersExpected, \.unhandled, \.stuck, \.left,
        ]
    }

    /// For a person, in one line.
    var words: String {
        var words =
            "attempted \(attempted) ok \(ok) delivered \(delivered)/\(approved) lost \(lost) unexpected \(unexpected)"
            + " duplicated \(duplicated) reordered \(reordered) dead \(deadLetters)/\(deadLettersExpected)"
        if ambiguous > 0 { words += " ambiguous \(ambiguous)" }
        if unhandled > 0 { words += " unhandled \(unhandled)" }
        if stuck > 0 { words += " stuck \(stuck)" }
        if self.left > 0 { words += " left \(self.left)" }
        return words
    }
}
