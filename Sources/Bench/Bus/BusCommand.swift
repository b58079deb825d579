import ArgumentParser
import Shared

/// `bench bus`: how fast typed events go over RabbitMQ, and how fast a loop in C moves the same bytes.
struct BusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus",
        abstract: "Typed events over RabbitMQ, against plain C on librabbitmq.",
        discussion: """
            publish: encode a typed event, publish it, await its confirm; as many callers as the window has places.
            consume: through the subscriber: decode the typed event, call its handler, acknowledge it.
            c_publish, c_consume: the same exchange, queue, body size, window and prefetch in C; one ack a message.
            Each pair fills the queue and empties it twice, ours and C in turn; figures are medians.
            """)

    @Option(help: "The kind of queue: quorum or classic.") var type = QueueType.quorum
    @Option(help: "Events in each half of a pair.") var count = 100_000
    @Option(help: "Bytes of an encoded event, about.") var size = 1024
    @Option(help: "Pairs; the order within a pair alternates.") var pairs = 1
    @Option(help: "Unconfirmed messages at a time.") var window = 1000
    @Option(help: "Unacknowledged deliveries at a time.") var prefetch = 250
    @Flag(help: "One line of JSON.") var json = false

    func validate() throws {
        guard (1...10_000_000).contains(count), (1...100_000).contains(size), (1...100).contains(pairs),
            (1...65536).contains(window), (1...1000).contains(prefetch)
        else { throw ValidationError("a number is out of range: count, size and pairs from 1, prefetch to 1000") }
    }

    func run() async throws {
        let summary = try await TemporaryBus.with(window: window, type: type) { bus in
            // What the first connection and the first hundreds of messages cost is not what is asked for.
            _ = try await pair(bus, count: min(count, 2000), oursFirst: true)
            var figures: [BusFigures] = []
            for number in 1...pairs {
                let one = try await pair(bus, count: count, oursFirst: !number.isMultiple(of: 2))
                Progress.say("pair \(number): \(try Figures.json(BusSummary(pairs: [one])))")
                figures.append(one)
            }
            return BusSummary(pairs: figures)
        }
        if pairs == 1 {
            try Figures.show(summary.medians, asJSON: json)
        } else {
            try Figures.show(summary, asJSON: json)
        }
    }

    private func pair(_ bus: TemporaryBus, count: Int, oursFirst: Bool) async throws -> BusFigures {
        let events = try (1...min(window, count)).map { try SampleEvents.received(conversation: $0, size: size) }
        let ours = BusRun(bus: bus, count: count, prefetch: prefetch, events: events)
        let c = CLoop(
            configuration: try Servers.broker("c"), bus: bus, body: try EventCoding.encode(events[0]), count: count,
            window: window, prefetch: prefetch)
        var figures = BusFigures(publish: 0, consume: 0, cPublish: 0, cConsume: 0)
        for isOurs in [oursFirst, !oursFirst] {
            try await bus.empty()
            if isOurs {
                figures.publish = try await ours.publish()
                figures.consume = try await ours.consume()
            } else {
                figures.cPublish = try await c.publish()
                figures.cConsume = try await c.consume()
            }
        }
        return figures
    }
}
