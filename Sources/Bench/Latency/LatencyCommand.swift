import ArgumentParser
import Messaging
import Shared
import Store

/// `bench latency`: how long an event takes from the outbox to a consumer.
struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "From the commit of an event to its consumer.",
        discussion: """
            Store.write emits an event; the dispatcher publishes the outbox; a subscriber's handler gets the event, \
            decoded. Two times are told: from the return of Store.write (the commit is journalled then), and from its \
            call. From 100 events a second on a write emits several, 100 writes a second, since a write is a transaction.
            """)

    @Option(
        help: "Events a second, one after the other.",
        transform: { text in
            try text.split(separator: ",").map { part in
                guard let rate = Int(part), rate > 0 else { throw ValidationError("'\(part)' is no rate") }
                return rate
            }
        }) var rates = [1, 100, 1000]
    @Option(help: "Seconds at each rate.") var seconds = 15
    @Option(help: "Bytes of an encoded event, about.") var size = 1024
    @Flag(help: "One line of JSON.") var json = false

    struct Report: Encodable {
        var rates: [LatencyFigures]
    }

    func run() async throws {
        let report = try await TemporaryDatabase.with(threads: 8) { store in
            try await TemporaryBus.with { bus in
                try await store.dispatching(to: bus.publisher) {
                    var figures: [LatencyFigures] = []
                    // Connections and caches first.
                    _ = try await measure(100, for: .seconds(2), store, bus)
                    for rate in rates {
                        figures.append(try await measure(rate, for: .seconds(seconds), store, bus))
                    }
                    return Report(rates: figures)
                }
            }
        }
        try Figures.show(report, asJSON: json)
    }

    private func measure(
        _ rate: Int, for duration: Duration, _ store: Store, _ bus: TemporaryBus
    ) async throws -> LatencyFigures {
        let watches = Stopwatches()
        var router = EventRouter()
        router.on(MessageReceived.self) { event, _ in watches.arrived(event.id) }
        let batch = max(1, rate / 100)
        let samples = try (0..<500).map { try SampleEvents.received(conversation: $0, size: size).data }
        return try await bus.subscribe(prefetch: 250) { [router] in
            await router.handle($0)
        } while: {
            let achieved = try await Pace.keep(perSecond: Double(rate) / Double(batch), for: duration) { number in
                let started = ContinuousClock.now
                let ids = try await store.write { transaction in
                    try (0..<batch).map { offset in
                        let sample = samples[(number * batch + offset) % samples.count]
                        return try transaction.emit(sample, conversation: sample.message.conversation).id
                    }
                }
                watches.wrote(ids, started: started, returned: .now)
            }
            try await arrival(of: max(1, Int(duration.seconds * Double(rate) / Double(batch))) * batch, at: watches)
            let (sinceReturn, sinceStart) = watches.milliseconds
            return LatencyFigures(
                wanted: rate, achieved: achieved * Double(batch), sinceReturn: sinceReturn, sinceStart: sinceStart)
        }
    }

    private func arrival(of count: Int, at watches: Stopwatches) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while watches.arrivedCount < count {
            guard ContinuousClock.now < deadline else {
                throw BenchFailure("\(count - watches.arrivedCount) of \(count) events did not arrive within a minute")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
