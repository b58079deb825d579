import ArgumentParser
import Shared
import Store

/// `bench handler`: how much of mongod's own rate a handler with its transaction reaches.
struct HandlerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handler",
        abstract: "A handler with its inbox transaction, against the same writes alone.",
        discussion: """
            handler: decode an event; in one transaction mark it as handled, count its conversation on, store a draft, \
            put an event into the outbox and note the progress. raw: a transaction of the same five writes, without \
            events and types. The two take turns, medians are told; nothing is published meanwhile.
            """)

    @Option(
        help: "How many at a time, one level after the other.",
        transform: { text in
            try text.split(separator: ",").map { part in
                guard let level = Int(part), (1...64).contains(level) else {
                    throw ValidationError("'\(part)': 1 to 64")
                }
                return level
            }
        }) var levels = [1, 4, 16]
    @Option(help: "Handlers, and raw transactions, in each of a level's rounds.") var count = 1000
    @Option(help: "Rounds at each level.") var rounds = 3
    @Option(help: "Bytes of an encoded event, about.") var size = 1024
    @Flag(help: "One line of JSON.") var json = false

    struct Report: Encodable {
        var levels: [HandlerFigures]
    }

    func run() async throws {
        var report = Report(levels: [])
        for level in levels {
            report.levels.append(
                try await TemporaryDatabase.with(threads: level) { store in
                    let run = HandlerRun(store: store)
                    let events = try (0..<256).map { try SampleEvents.received(conversation: $0, size: size) }
                    _ = try await rate(100, level, events, run.handle)
                    _ = try await rate(100, level, events, run.write)
                    var handler: [Double] = []
                    var raw: [Double] = []
                    for _ in 0..<rounds {
                        handler.append(try await rate(count, level, events, run.handle))
                        raw.append(try await rate(count, level, events, run.write))
                    }
                    return HandlerFigures(concurrency: level, handler: handler, raw: raw)
                })
        }
        try Figures.show(report, asJSON: json)
    }

    /// Each worker has conversations of its own: two writers of one would be a conflict, and another measurement.
    private func rate(
        _ count: Int, _ workers: Int, _ events: [Event<MessageReceived>],
        _ body: @escaping @Sendable (Event<MessageReceived>) async throws -> Void
    ) async throws -> Double {
        let turns = Turns(count)
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var next = worker
                    while turns.take() {
                        try await body(events[next % events.count])
                        next += workers
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(count) / (ContinuousClock.now - began).seconds
    }
}
