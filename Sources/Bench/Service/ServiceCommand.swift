import ArgumentParser
import Foundation
import Messaging
import MessagingAMQP
import Shared

/// `bench service`: what a service's process takes of the machine.
struct ServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Memory and processor time of a service's process, idle and loaded.",
        discussion: """
            The process has what every service has: publisher, subscriber, store and dispatcher, and a handler that \
            writes a draft and an event for each event that it gets.
            """)

    @Option(help: "Seconds of each state.") var seconds = 20
    @Option(help: "Events a second while it is loaded.") var rate = 100
    @Option(help: "Bytes of an encoded event, about.") var size = 1024
    @Flag(help: "One line of JSON.") var json = false

    func run() async throws {
        let database = "bench_\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let figures = try await TemporaryDatabase.with(threads: 1, name: database) { _ in
            try await TemporaryBus.with { bus in try await measure(bus, database) }
        }
        try Figures.show(figures, asJSON: json)
    }

    private func measure(_ bus: TemporaryBus, _ database: String) async throws -> ServiceFigures {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["service-process", "--prefix", bus.names.prefix, "--database", database]
        process.standardOutput = output
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        // Its first word comes when it consumes; an end without one is its failure.
        guard try output.fileHandleForReading.read(upToCount: 5) != nil else {
            throw BenchFailure("the service's process ended before it was ready")
        }
        let events = try (0..<256).map { try SampleEvents.received(conversation: $0, size: size) }
        try await load(for: .seconds(3), events, bus)
        let (idle, _) = try await watch(process) { try await Task.sleep(for: .seconds(seconds)) }
        let (loaded, reached) = try await watch(process) { try await load(for: .seconds(seconds), events, bus) }
        return ServiceFigures(idle: idle, loaded: loaded, load: reached.rounded(to: 1))
    }

    @discardableResult
    private func load(
        for duration: Duration, _ events: [Event<MessageReceived>], _ bus: TemporaryBus
    ) async throws -> Double {
        try await Pace.keep(perSecond: Double(rate), for: duration) { number in
            var event = events[number % events.count]
            event.header.id = EventID.make()
            try await bus.publisher.publish(Message(event))
        }
    }

    private func watch<R>(_ process: Process, _ body: () async throws -> R) async throws -> (ServiceFigures.State, R) {
        let began = ContinuousClock.now
        let first = try ProcessFigures(of: process.processIdentifier)
        let result = try await body()
        let second = try ProcessFigures(of: process.processIdentifier)
        return (ServiceFigures.State(from: first, to: second, within: .now - began), result)
    }
}
