import AMQP
import Foundation
import MessagingAMQP
import Mongo
import Shared
import Store

/// An ai-worker, its servers and a slow model, all of one measurement's own.
struct AIRun: Sendable {
    private static let history = 20
    private static let patience = Duration.seconds(120)

    private let bus: TemporaryBus
    private let store: Store
    private let model: SlowModel
    private let worker: Process

    static func measure(requests: Int, seconds: Int) async throws -> AIFigures {
        let database = "bench_\(String(UInt32.random(in: .min ... .max), radix: 36))"
        return try await SlowModel.with { model in
            try await TemporaryDatabase.with(threads: 2, name: database) { own in
                try await TemporaryBus.with { bus in
                    // The events are the scraper's.
                    let store = Store(service: .scraper, client: own.client)
                    // A `.env` must not mix in.
                    let settings = FileManager.default.temporaryDirectory.appending(path: "switchboard-\(database).env")
                    try Data().write(to: settings)
                    defer { try? FileManager.default.removeItem(at: settings) }
                    let worker = try start(requests, database, settings, bus, model)
                    let run = AIRun(bus: bus, store: store, model: model, worker: worker)
                    let result: Result<AIFigures, any Error>
                    do {
                        result = .success(try await run.figures(requests, seconds))
                    } catch {
                        result = .failure(error)
                    }
                    worker.terminate()
                    worker.waitUntilExit()
                    try? await run.deleteQueues()
                    return try result.get()
                }
            }
        }
    }

    private func figures(_ requests: Int, _ seconds: Int) async throws -> AIFigures {
        var figures = AIFigures()
        let queue = bus.names.queue(of: .aiWorker, partition: 0)
        try await wait("the ai-worker did not begin to consume") {
            // There is no queue before it declares one.
            let status = try? await TemporaryBus.administer { try await $0.queueStatus(queue) }
            return (status?.consumerCount ?? 0) > 0
        }
        figures.anonymousIdle = try ProcessFigures(of: worker.processIdentifier).anonymousBytes.megabytes
        try await write(requests)
        try await store.dispatching(to: bus.publisher) {
            try await wait("the ai-worker asked for \(model.held) of \(requests) drafts") { model.held >= requests }
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end {
                let now = try ProcessFigures(of: worker.processIdentifier)
                figures.anonymous = max(figures.anonymous, now.anonymousBytes.megabytes)
                figures.resident = max(figures.resident, now.residentBytes.megabytes)
                try await Task.sleep(for: .milliseconds(250))
            }
            figures.inFlight = model.held
        }
        let began = ContinuousClock.now
        model.release()
        try await wait("drafts are missing") {
            figures.drafts = try await drafts()
            let now = try ProcessFigures(of: worker.processIdentifier)
            figures.anonymous = max(figures.anonymous, now.anonymousBytes.megabytes)
            return figures.drafts >= requests
        }
        figures.seconds = (ContinuousClock.now - began).seconds.rounded(to: 1)
        return figures
    }

    /// Conversations with a history whose last message is the other person's.
    private func write(_ conversations: Int) async throws {
        for number in 1...conversations {
            let sample = try SampleEvents.received(conversation: number, size: 1024).data.message
            try await store.write { transaction in
                for ordinal in 1...Self.history {
                    var message = sample
                    message.id = "\(message.conversation.id)#\(ordinal)"
                    message.ordinal = Int64(ordinal)
                    _ = try transaction.append(message)
                }
            }
        }
    }

    private func drafts() async throws -> Int {
        try await store.client.run { try $0.collection(DraftDocument.collection).countDocuments() }
    }

    private func wait(_ failure: @autoclosure () -> String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + Self.patience
        while try await !condition() {
            guard worker.isRunning else { throw BenchFailure("the ai-worker ended; its words stand above") }
            guard ContinuousClock.now < end else { throw BenchFailure(failure()) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private static func start(
        _ requests: Int, _ database: String, _ settings: URL, _ bus: TemporaryBus, _ model: SlowModel
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "ai-worker")
        let parts = try Servers.database().split(separator: "?", maxSplits: 1)
        let address = parts[0].hasSuffix("/") ? "\(parts[0])\(database)" : "\(parts[0])/\(database)"
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SWITCHBOARD_ENV_FILE": settings.path(), "AI_API_URL": "http://127.0.0.1:\(model.port)/v1",
            "SWITCHBOARD_AI_REQUESTS": "\(requests)", "SWITCHBOARD_PREFETCH": "1000",
            "SWITCHBOARD_AI_QUIET_SECONDS": "0", "SWITCHBOARD_AI_TIMEOUT_SECONDS": "300",
            "RABBITMQ_QUEUE": bus.names.prefix,
            "MONGODB_URI": parts.count > 1 ? "\(address)?\(parts[1])" : address,
            "SWITCHBOARD_AI_WORKER_ADMIN_PORT": "0", "SWITCHBOARD_SCRAPER_PARTITIONS": "1",
            "SWITCHBOARD_AI_WORKER_PARTITIONS": "1", "SWITCHBOARD_DISCORD_RELAY_PARTITIONS": "1",
            "SWITCHBOARD_SHEETS_SYNC_PARTITIONS": "1", "SWITCHBOARD_LOG_LEVEL": "warning",
        ]) { $1 }
        process.standardOutput = FileHandle.standardError
        try process.run()
        return process
    }

    private func deleteQueues() async throws {
        try await TemporaryBus.administer { connection in
            for service in ServiceName.allCases where service != TemporaryBus.service {
                let parts = Topology.service(
                    service, types: service.subscriptions, partitions: 1, names: self.bus.names)
                for queue in parts.queues { try await connection.deleteQueue(queue.name) }
                for exchange in parts.exchanges { try await connection.deleteExchange(exchange.name) }
            }
        }
    }
}
