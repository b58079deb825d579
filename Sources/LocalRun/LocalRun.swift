import CurlHTTP
import FoundationEssentials
import Mongo
import Shared

/// One run: starts everything, lets conversations flow, and adds up what happened.
struct LocalRun: Sendable {
    static let readyLimit = Duration.seconds(60)
    /// A sheet's rows wait a minute for a writer that was killed; see `RowStore.leaseSeconds`.
    static let drainLimit = Duration.seconds(90)

    let options: RunOptions
    /// What the sandbox stands in for; empty with a real account.
    let standIns: Set<OutsidePeer>
    let console: Console
    let board: HopBoard
    let web: WebClient
    let crew: Crew

    private var isAllStoodIn: Bool { standIns.count == OutsidePeer.allCases.count }

    /// - Returns: the summary of a timed run against the sandbox alone; nil otherwise.
    func run() async throws -> Summary? {
        guard !standIns.isEmpty else {
            try await startServices(environment: [:])
            try await keepGoing(records: nil)
            return nil
        }
        let database = RunEnvironment.database(options.databaseURI, named: FreshState.database(options.name))
        let virtualHost = FreshState.virtualHost(
            options.name, definitions: try String(contentsOfFile: "deploy/rabbitmq/definitions.json", encoding: .utf8))
        let fresh = FreshState(
            web: web, management: options.management, databaseURI: database, folder: options.folder,
            virtualHost: virtualHost)
        try await fresh.prepare()
        let base = try await startSandbox()
        let credentials = try await web.get("\(base)/google/credentials/service-account.json")
        try write(Array("# A sandbox run takes nothing from .env\n".utf8), to: "\(options.folder)/sandbox.env")
        try write(credentials, to: "\(options.folder)/google-credentials.json")
        try await startServices(
            environment: RunEnvironment.sandbox(
                base: base, folder: options.folder, database: database,
                broker: RunEnvironment.broker(options.brokerURL, virtualHost: virtualHost), standIns: standIns))
        showAddresses(base, virtualHost)
        let client = try MongoClient(uri: database, appName: "switchboard-local", threads: 2)
        let records = Records(client: client)
        let result: Result<Summary?, any Error>
        do {
            result = .success(try await traffic(base, records))
        } catch {
            result = .failure(error)
        }
        await client.close()
        return try result.get()
    }

    private func startSandbox() async throws -> String {
        let port = options.sandboxPort == 0 ? try FreePort.any() : FreePort.orAnother(options.sandboxPort)
        var arguments = ["--port", "\(port)", "--seed", "\(options.seed)"]
        if let record = options.record { arguments += ["--record", record] }
        await crew.start(ChildProgram(name: "sandbox", path: "\(options.binaries)/sandbox", arguments: arguments))
        let base = "http://127.0.0.1:\(port)"
        try await waitUntil("the sandbox answers") { await web.isUp("\(base)/control/load") }
        return base
    }

    private func startServices(environment: [String: String]) async throws {
        let programs = ChildProgram.services(in: options.binaries, environment: environment)
        for program in programs { await crew.start(program) }
        for program in programs {
            guard let admin = program.admin else { continue }
            try await waitUntil("\(program.name) is ready (\(admin)/health/ready)") {
                await web.isUp("\(admin)/health/ready")
            }
        }
    }

    private func waitUntil(_ what: String, _ condition: () async -> Bool) async throws {
        let isThere = try await Deadline.wait(Self.readyLimit) {
            if let lost = await crew.lost { throw RunFault("\(lost) does not stay up; the lines above say why") }
            return await condition()
        }
        guard isThere else { throw RunFault("gave up waiting until \(what); the lines above say why") }
        console.note(what)
    }

    private func showAddresses(_ base: String, _ virtualHost: String) {
        let discord = standIns.contains(.discord) ? "\(base)/discord" : "your own, the channel of DISCORD_CHANNEL_ID"
        let sheet = standIns.contains(.google) ? "\(base)/sheet" : "your own, GOOGLE_SHEET_ID"
        console.plain(
            """

              chat site   \(base)/site/      (owner@example.test, password sandbox)
              Discord     \(discord)
              sheet       \(sheet)
              RabbitMQ    \(ManagementAddress.shown(options.management))   (user guest, password guest; virtual host \(virtualHost))
              ledger      \(base)/control/ledger

            """)
    }

    private func traffic(_ base: String, _ records: Records) async throws -> Summary? {
        let seconds = options.runFor ?? 86_400
        // Where a person reads along, and an AI service may be paid, three people write three messages a minute.
        let conversations = options.conversations ?? (isAllStoodIn ? 40 : 3)
        let rate = options.messagesPerSecond ?? (isAllStoodIn ? (options.runFor == nil ? 1 : 3.5) : 0.05)
        try await web.send(
            .post, "\(base)/control/load",
            json: """
                {"conversations":\(conversations),"messages_per_second":\(rate),\
                "seconds":\(seconds),"seed":\(options.seed)}
                """)
        guard options.runFor != nil else {
            try await keepGoing(records: records)
            return nil
        }
        let names = Task { try await keepNames(records) }
        defer { names.cancel() }
        guard isAllStoodIn else {
            // What a real Discord or sheet shows is not ours to count.
            _ = try await Deadline.wait(.seconds(seconds)) {
                if let lost = await crew.lost { throw RunFault("\(lost) does not stay up; the lines above say why") }
                return false
            }
            return nil
        }
        try await finish(base, records, seconds)
        return try await summarize(base, records, seconds)
    }

    /// Until Ctrl-C, or until a program cannot be kept running.
    private func keepGoing(records: Records?) async throws {
        let names = Task { try await keepNames(records) }
        defer { names.cancel() }
        let casualty = try await crew.casualty()
        throw RunFault("\(casualty) does not stay up; the lines above say why")
    }

    /// Looks names up as long as a line waits for one.
    private func keepNames(_ records: Records?) async throws {
        while true {
            if board.isWaitingForNames { board.know(try await records?.names() ?? []) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Waits for the end of the traffic, then until nothing is on its way any more.
    private func finish(_ base: String, _ records: Records, _ seconds: Int) async throws {
        struct Load: Decodable { var running: Bool }
        _ = try await Deadline.wait(.seconds(seconds + 30), every: .milliseconds(250)) {
            try await !web.get(Load.self, "\(base)/control/load").running
        }
        console.note("the traffic has ended; waiting for the rest to arrive")
        var quiet = 0
        let isDrained = try await Deadline.wait(Self.drainLimit, every: .milliseconds(500)) {
            let tally = try await self.tally(base, records)
            quiet = try await records.backlog().isEmpty && tally.lost == 0 ? quiet + 1 : 0
            return quiet >= 3
        }
        if !isDrained {
            console.problem("not everything had arrived when patience ended: \(try await records.backlog())")
        }
    }

    private func tally(_ base: String, _ records: Records) async throws -> Summary {
        let ledger = try await web.get(Ledger.self, "\(base)/control/ledger")
        return Tally(ledger: ledger, replies: try await records.replies(), tab: "Messages").summary
    }

    private func summarize(_ base: String, _ records: Records, _ seconds: Int) async throws -> Summary {
        var summary = try await tally(base, records)
        summary.messages_per_second = (Double(summary.received) / Double(seconds) * 100).rounded() / 100
        if let folder = options.record { try write(try await records.events(), to: "\(folder)/events.jsonl") }
        for (name, pid) in crew.roster.all {
            guard let memory = ProcessFigures.memory(of: pid) else { continue }
            summary.memory[name] = memory
        }
        return summary
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
