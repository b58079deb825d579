import AMQP
import Foundation
import FoundationNetworking
import Messaging
import MessagingAMQP
import Mongo
import Shared
import Store
import Synchronization

/// A sandbox, a relay, and whoever stores what people write, all of one measurement's own.
struct DiscordRun: Sendable {
    private static let channel = "900000000000000003"
    private static let partitions = 4

    private struct Made: Decodable { var ids: [String] }

    private let store: Store
    private let base: String
    private let relay: Int32
    private let people: [ConversationReference]
    /// The thread of each, in the same order.
    private let threads: [String]

    static func with<R: Sendable>(
        conversations: Int, _ body: @escaping @Sendable (DiscordRun) async throws -> R
    ) async throws -> R {
        let database = "bench_\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let (sandbox, base) = try await PageRun.startSandbox()
        defer {
            PageRun.end(sandbox)
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appending(path: "\(database).env"))
        }
        let people = (1...conversations).map { ConversationReference(id: "meetme:\($0)", name: "Person \($0)") }
        let names = people.enumerated().map { "\($1.name) · \($0 + 1)" }
        let made = try JSONDecoder().decode(
            Made.self, from: try await ask("\(base)/discord/threads", body: ["names": names]))
        return try await TemporaryDatabase.with(threads: 4, name: database) { lent in
            try await TemporaryBus.with { bus in
                let store = Store(service: .scraper, client: lent.client)
                try await remember(made.ids, of: people, in: store)
                let relay = try start(bus.names, base, database)
                let result: Result<R, any Error>
                do {
                    try await consumes(bus.names, relay)
                    let run = DiscordRun(
                        store: store, base: base, relay: relay.processIdentifier, people: people, threads: made.ids)
                    result = .success(try await store.dispatching(to: bus.publisher) { try await body(run) })
                } catch {
                    result = .failure(error)
                }
                PageRun.end(relay)
                try? await deleteQueues(bus.names)
                return try result.get()
            }
        }
    }

    /// Writes the messages in bursts, spread evenly over the time, waits until Discord has them, and compares.
    func measure(messages: Int, burst: Int, seconds: Int) async throws -> DiscordFigures {
        let (people, store) = (people, store)
        let bursts = (messages + burst - 1) / burst
        let plan = BurstPlan(conversations: people.count, messages: messages, burst: burst)
        let times = Mutex<[String: (at: Int64, isFirst: Bool)]>([:])
        let began = ContinuousClock.now
        _ = try await Pace.keep(perSecond: Double(bursts) / Double(seconds), for: .seconds(seconds)) { number in
            let (person, range) = plan[number]
            guard !range.isEmpty else { return }
            let now = Timestamp.now.milliseconds
            times.withLock { times in
                for ordinal in range { times["\(person)#\(ordinal)"] = (now, ordinal == range.lowerBound) }
            }
            try await store.write { transaction in
                for ordinal in range {
                    _ = try transaction.append(
                        ChatMessage(
                            id: "\(people[person].id)#\(ordinal + 1)", conversation: people[person],
                            ordinal: Int64(ordinal + 1), direction: .incoming, author: people[person].name,
                            text: "m\(ordinal)", sentAt: nil, observedAt: .now))
                }
            }
        }
        let ledger = try await settled(messages)
        let time = (ContinuousClock.now - began).seconds
        var figures = DiscordFigures(
            messages: messages, conversations: people.count, seconds: time.rounded(to: 1), requests: ledger.requests,
            rateLimited: ledger.rateLimited, invalid: ledger.clientErrors,
            memory: try ProcessFigures(of: relay).anonymousBytes.megabytes)
        var (all, first): ([Double], [Double]) = ([], [])
        for (person, thread) in threads.enumerated() {
            let lines = ledger.lines[thread] ?? []
            figures.posts += ledger.posts[thread] ?? 0
            let written = plan.written(person)
            let result = DiscordFigures.compare(written: written, shown: lines.map(\.number))
            figures.lost += result.lost
            figures.doubled += result.doubled
            figures.reordered += result.reordered
            for line in lines {
                guard let time = times.withLock({ $0["\(person)#\(line.number)"] }) else { continue }
                all.append(Double(line.at - time.at))
                if time.isFirst { first.append(Double(line.at - time.at)) }
            }
        }
        figures.p50 = Samples(all).median
        figures.p99 = Samples(all).percentile(99)
        figures.firstP50 = Samples(first).median
        return figures
    }

    /// Waits until Discord shows so many messages, or nothing more for a minute.
    private func settled(_ messages: Int) async throws -> DiscordLedgerView {
        var last = try await ledger()
        var unchanged = 0
        while last.count < messages, unchanged < 60 {
            try await Task.sleep(for: .seconds(1))
            let next = try await ledger()
            unchanged = next.count == last.count ? unchanged + 1 : 0
            last = next
        }
        return last
    }

    private func ledger() async throws -> DiscordLedgerView {
        try JSONDecoder().decode(
            DiscordLedgerView.self, from: try await Self.ask("\(base)/control/ledger?part=discord", body: nil))
    }

    private static func ask(_ address: String, body: [String: any Sendable]?) async throws -> Data {
        guard let url = URL(string: address) else { throw BenchFailure("\(address) is no address") }
        var request = URLRequest(url: url, timeoutInterval: 60)
        if let body {
            request.httpMethod = "POST"
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
        }
        let (answer, response) = try await URLSession.shared.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw BenchFailure("the sandbox refused \(url.path()): \(String(decoding: answer, as: UTF8.self))")
        }
        return answer
    }

    /// The relay finds the threads as if it had made them.
    private static func remember(
        _ threads: [String], of people: [ConversationReference], in store: Store
    ) async throws {
        struct Thread: Encodable {
            var _id: String
            var thread: String
            var channel: String
        }
        try await store.client.run { session in
            for (person, thread) in zip(people, threads) {
                try session.collection("discord_threads").insertOne(
                    Thread(_id: person.id, thread: thread, channel: channel))
            }
        }
    }

    private static func start(_ names: TopologyNames, _ base: String, _ database: String) throws -> Process {
        // A `.env` must not mix in.
        let settings = FileManager.default.temporaryDirectory.appending(path: "\(database).env")
        try Data().write(to: settings)
        let process = Process()
        process.executableURL = PageRun.program("discord-relay")
        let parts = try Servers.database().split(separator: "?", maxSplits: 1)
        let address = parts[0].hasSuffix("/") ? "\(parts[0])\(database)" : "\(parts[0])/\(database)"
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SWITCHBOARD_ENV_FILE": settings.path(), "DISCORD_BOT_TOKEN": "sandbox-bot-token",
            "DISCORD_CHANNEL_ID": channel, "SWITCHBOARD_DISCORD_API_URL": "\(base)/discord/api/v10",
            "RABBITMQ_QUEUE": names.prefix, "MONGODB_URI": parts.count > 1 ? "\(address)?\(parts[1])" : address,
            "SWITCHBOARD_DISCORD_RELAY_ADMIN_PORT": "0", "SWITCHBOARD_DISCORD_RELAY_PARTITIONS": "\(partitions)",
            "SWITCHBOARD_LOG_LEVEL": "warning",
        ]) { $1 }
        process.standardOutput = FileHandle.standardError
        try process.run()
        return process
    }

    private static func consumes(_ names: TopologyNames, _ relay: Process) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while relay.isRunning, ContinuousClock.now < deadline {
            let count = try? await TemporaryBus.administer { connection in
                try await connection.queueStatus(names.queue(of: .discordRelay, partition: partitions - 1))
                    .consumerCount
            }
            if (count ?? 0) > 0 { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw BenchFailure("the relay does not consume; its words stand above")
    }

    private static func deleteQueues(_ names: TopologyNames) async throws {
        try await TemporaryBus.administer { connection in
            let service = ServiceName.discordRelay
            let parts = Topology.service(
                service, types: service.subscriptions, partitions: partitions, names: names)
            for queue in parts.queues { try await connection.deleteQueue(queue.name) }
            for exchange in parts.exchanges { try await connection.deleteExchange(exchange.name) }
        }
    }
}

/// Which burst is whose: the conversations take turns.
struct BurstPlan: Sendable {
    let conversations: Int
    let messages: Int
    let burst: Int

    /// - Returns: the conversation, and which of its messages, counted from 0.
    subscript(_ number: Int) -> (conversation: Int, messages: Range<Int>) {
        let round = number / conversations
        let size = max(0, min(burst, messages - number * burst))
        return (number % conversations, round * burst..<round * burst + size)
    }

    func written(_ conversation: Int) -> Int {
        var (number, count) = (conversation, 0)
        while !self[number].messages.isEmpty {
            count += self[number].messages.count
            number += conversations
        }
        return count
    }
}
