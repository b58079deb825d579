import AMQP
import Foundation
import FoundationNetworking
import Glibc
import Messaging
import MessagingAMQP
import Mongo
import Shared
import Store
import Synchronization

/// A sandbox, a scraper and a consumer of its events, all of one measurement's own.
final class PageRun: Sendable {
    static let tabs = 3

    private let bus: TemporaryBus
    private let store: Store
    private let folder: URL
    private let base: String
    private let sandbox: Process
    private let scraper = Mutex<Process?>(nil)
    private let catchUp: Int
    private let database: String
    /// When each text was on its way, and when its event arrived.
    private let times = Mutex<(began: [String: ContinuousClock.Instant], arrived: [String: ContinuousClock.Instant])>(
        ([:], [:]))

    private init(
        bus: TemporaryBus, store: Store, database: String, folder: URL, base: String, sandbox: Process, catchUp: Int
    ) {
        self.bus = bus
        self.store = store
        self.database = database
        self.folder = folder
        self.base = base
        self.sandbox = sandbox
        self.catchUp = catchUp
    }

    static func with(catchUp: Int, _ body: (PageRun) async throws -> Void) async throws {
        let database = "bench_\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-\(database)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (sandbox, base) = try await startSandbox()
        defer { end(sandbox) }
        try await TemporaryDatabase.with(threads: 1, name: database) { store in
            try await TemporaryBus.with { bus in
                let run = PageRun(
                    bus: bus, store: store, database: database, folder: folder, base: base, sandbox: sandbox,
                    catchUp: catchUp)
                let result: Result<Void, any Error>
                do {
                    result = .success(
                        try await bus.subscribe(prefetch: 250) {
                            await run.handle($0)
                        } while: {
                            try await body(run)
                        })
                } catch {
                    result = .failure(error)
                }
                if let scraper = run.scraper.withLock({ $0 }) { end(scraper) }
                try? await run.deleteQueues()
                try result.get()
            }
        }
    }

    static func program(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: name)
    }

    static func end(_ process: Process) {
        process.terminate()
        process.waitUntilExit()
    }

    static func startSandbox() async throws -> (Process, base: String) {
        let output = Pipe()
        let process = Process()
        process.executableURL = program("sandbox")
        process.arguments = ["--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["SWITCHBOARD_STOP_WITH_STDIN": "1"]) { $1 }
        // It ends with this process, however that ends.
        process.standardInput = Pipe()
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw BenchFailure("the sandbox ended before it listened") }
            text += String(decoding: bytes, as: UTF8.self)
        }
        guard let start = text.range(of: "http://"),
            let address = text[start.lowerBound...].split(whereSeparator: \.isWhitespace).first
        else { throw BenchFailure("the sandbox did not tell its address") }
        return (process, address.hasSuffix("/") ? String(address.dropLast()) : String(address))
    }

    func startScraper() async throws {
        let process = Process()
        process.executableURL = Self.program("scraper")
        // A `.env` must not mix in.
        let settings = folder.appending(path: "empty.env")
        try Data().write(to: settings)
        let environment = ProcessInfo.processInfo.environment
        let uri = try Servers.database()
        let parts = uri.split(separator: "?", maxSplits: 1)
        let address = parts[0].hasSuffix("/") ? "\(parts[0])\(database)" : "\(parts[0])/\(database)"
        process.environment = environment.merging([
            "SWITCHBOARD_ENV_FILE": settings.path(), "MEETME_USERNAME": "owner@example.test",
            "MEETME_PASSWORD": "sandbox", "SWITCHBOARD_PLATFORM_URL": "\(base)/site/",
            "SWITCHBOARD_PLATFORM_PACK": "platforms/meetme.yaml",
            "SWITCHBOARD_PROFILE_DIR": folder.appending(path: "profile").path(),
            "SWITCHBOARD_SNAPSHOT_DIRECTORY": folder.appending(path: "snapshots").path(),
            "SWITCHBOARD_BROWSER_TABS": "\(Self.tabs)", "SWITCHBOARD_CATCH_UP_MESSAGES": "\(catchUp)",
            "RABBITMQ_QUEUE": bus.names.prefix,
            "MONGODB_URI": parts.count > 1 ? "\(address)?\(parts[1])" : address,
            "SWITCHBOARD_SCRAPER_ADMIN_PORT": "0", "SWITCHBOARD_SCRAPER_PARTITIONS": "1",
            "SWITCHBOARD_AI_WORKER_PARTITIONS": "1",
            "SWITCHBOARD_DISCORD_RELAY_PARTITIONS": "1", "SWITCHBOARD_SHEETS_SYNC_PARTITIONS": "1",
            "SWITCHBOARD_LOG_LEVEL": "warning",
        ]) { $1 }
        process.standardOutput = FileHandle.standardError
        try process.run()
        scraper.withLock { $0 = process }
    }

    // MARK: The site

    func say(_ text: String, by person: String) async throws {
        try await control("say", ["person": person, "text": text])
    }

    func write(_ names: [String]) async throws {
        for name in names { try await say("hi from \(name)", by: name) }
    }

    func writeHistory(_ messages: Int, by person: String) async throws {
        try await control("history", ["person": person, "messages": messages])
    }

    @discardableResult
    func control(_ command: String, _ body: [String: any Sendable]) async throws -> Data {
        var request = URLRequest(url: URL(string: "\(base)/control/\(command)")!, timeoutInterval: 60)
        request.httpMethod = "POST"
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        let (answer, response) = try await URLSession.shared.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw BenchFailure("the sandbox refused \(command): \(String(decoding: answer, as: UTF8.self))")
        }
        return answer
    }

    /// What the site knows of its conversations, and of what was clicked there.
    func ledger() async throws -> SiteLedger {
        let address = URL(string: "\(base)/control/ledger?part=conversations&part=site")!
        let (answer, _) = try await URLSession.shared.data(from: address)
        return try JSONDecoder().decode(SiteLedger.self, from: answer)
    }

    /// The texts that are stored of each conversation, by the site's id, in their order.
    func stored() async throws -> [String: [StormFigures.Line]] {
        let documents = try await store.client.run { session in
            try session.collection(MessageDocument.collection).find(
                as: MessageDocument.self, filter: [:], sort: ["ordinal": 1], limit: 1_000_000)
        }
        return Dictionary(grouping: documents) { String($0.conversation.drop { $0 != ":" }.dropFirst()) }
            .mapValues { $0.map { StormFigures.Line(isOwn: $0.direction == .outgoing, text: $0.text) } }
    }

    // MARK: Events

    private var router: EventRouter {
        var router = EventRouter()
        router.on(MessageReceived.self) { event, _ in
            let now = ContinuousClock.now
            let key = "\(event.data.message.conversation.name)|\(event.data.message.text)"
            self.times.withLock { if $0.arrived[key] == nil { $0.arrived[key] = now } }
        }
        return router
    }

    private func handle(_ delivery: Delivery) async -> Outcome { await router.handle(delivery) }

    func arrival(of count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while times.withLock({ $0.arrived.count }) < count {
            _ = try scraperID()
            guard ContinuousClock.now < deadline else {
                throw BenchFailure("only \(times.withLock { $0.arrived.count }) of \(count) messages arrived")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func latency(_ rate: Double, _ seconds: Int, among names: [String]) async throws -> PageFigures.Latency {
        let known = times.withLock { $0.arrived.count }
        let round = UInt32.random(in: .min ... .max)
        let count = Int(rate * Double(seconds))
        _ = try await Pace.keep(perSecond: rate, for: .seconds(seconds)) { number in
            let name = names[number % names.count]
            let text = "message \(round) \(number)"
            self.times.withLock { $0.began["\(name)|\(text)"] = .now }
            try await self.say(text, by: name)
        }
        try await arrival(of: known + count)
        let samples = times.withLock { times in
            Samples(
                times.began.compactMap { key, began in
                    guard key.contains("message \(round) ") else { return nil }
                    return times.arrived[key].map { ($0 - began).seconds * 1000 }
                })
        }
        return PageFigures.Latency(
            messages: samples.count, p50: samples.median.rounded(to: 1), p99: samples.percentile(99).rounded(to: 1))
    }

    func storedMessages(_ count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(900)
        while true {
            let stored = try await store.client.run { session in
                try session.collection(MessageDocument.collection).countDocuments([:])
            }
            if stored >= count { return }
            _ = try scraperID()
            guard ContinuousClock.now < deadline else { throw BenchFailure("only \(stored) of \(count) were stored") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    // MARK: The processes

    func scraperMemory() throws -> Double { try ProcessFigures(of: try scraperID()).anonymousBytes.megabytes }

    /// Processor time of the scraper and of its browser while `body` runs.
    func watching(_ body: () async throws -> Void) async throws -> PageFigures.Idle {
        let scraper = try scraperID()
        let browsers = try Self.descendants(of: scraper)
        func time() throws -> (Double, Double) {
            (
                try ProcessFigures(of: scraper).cpuSeconds,
                browsers.reduce(0) { $0 + ((try? ProcessFigures(of: $1).cpuSeconds) ?? 0) }
            )
        }
        let began = ContinuousClock.now
        let first = try time()
        try await body()
        let second = try time()
        let seconds = (ContinuousClock.now - began).seconds
        return PageFigures.Idle(
            scraper: ((second.0 - first.0) / seconds * 100).rounded(to: 1),
            browser: ((second.1 - first.1) / seconds * 100).rounded(to: 1))
    }

    /// Ends one process of the browser as if it had crashed.
    /// - Parameter ofRenderer: a page's; else the browser's own.
    func kill(ofRenderer: Bool) throws {
        let ids = try Self.descendants(of: try scraperID()).filter { id in
            let words = (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
            return ofRenderer
                ? words.contains("--type=renderer") : words.contains("--user-data-dir") && !words.contains("--type=")
        }
        guard let id = ofRenderer ? ids.last : ids.first else { throw BenchFailure("the browser has no such process") }
        Glibc.kill(id, SIGKILL)
    }

    private func scraperID() throws -> Int32 {
        guard let process = scraper.withLock({ $0 }), process.isRunning else {
            throw BenchFailure("the scraper ended; its words stand above")
        }
        return process.processIdentifier
    }

    private static func descendants(of parent: Int32) throws -> [Int32] {
        let all = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        let parents = all.compactMap { id -> (Int32, Int32)? in
            guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return nil }
            let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
            return fields.count > 2 ? Int32(fields[2]).map { (id, $0) } : nil
        }
        var found: Set<Int32> = [parent]
        var isNew = true
        while isNew {
            let next = Set(parents.filter { found.contains($0.1) }.map(\.0)).union(found)
            isNew = next.count > found.count
            found = next
        }
        return found.subtracting([parent]).sorted()
    }

    private func deleteQueues() async throws {
        try await TemporaryBus.administer { connection in
            // The scraper declares what all services get, so that nothing is unrouted before they run.
            for service in ServiceName.allCases where service != TemporaryBus.service {
                let parts = Topology.service(
                    service, types: service.subscriptions, partitions: 1, names: self.bus.names)
                for queue in parts.queues { try await connection.deleteQueue(queue.name) }
                for exchange in parts.exchanges { try await connection.deleteExchange(exchange.name) }
            }
        }
    }
}
