import ArgumentParser

/// `bench soak`: whether a long run at full speed leaves anything behind.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Full speed for a long time: do memory, open files and the queue stay where they are?",
        discussion: "Ends with an error when they do not. The first quarter of the samples is warm-up.")

    @Option(help: "How long.") var minutes = 30.0
    @Option(help: "Seconds between two samples.") var interval = 10.0
    @Option(help: "Bytes of an encoded event, about.") var size = 1024
    @Flag(help: "One line of JSON.") var json = false

    func validate() throws {
        guard minutes > 0, interval > 0 else { throw ValidationError("minutes and interval are more than nothing") }
    }

    func run() async throws {
        let summary = try await TemporaryDatabase.with(threads: 4) { store in
            try await TemporaryBus.with { bus in
                try await SoakRun(bus: bus, store: store, size: size)
                    .run(for: .seconds(minutes * 60), sampling: .seconds(interval))
            }
        }
        try Figures.show(summary, asJSON: json)
        guard summary.isFlat else { throw ExitCode.failure }
    }
}
