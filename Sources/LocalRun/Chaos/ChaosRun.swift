import CurlHTTP
import FoundationEssentials
import Mongo
import Shared

/// One fault run: a fresh world, traffic with faults in it, a drain, a verdict.
struct ChaosRun: Sendable {
    struct Outcome: Sendable {
        var verdict: Verdict
        /// The faults that came about.
        var done: [Fault]
        var seconds: Int
        var isClean: Bool { verdict.isClean }
    }

    static let readyLimit = Duration.seconds(60)
    /// After the last fault was mended.
    static let drainLimit = Duration.seconds(90)
    /// Keeps these runs' virtual host and database apart from others on the same servers.
    static let name = "chaos"

    let plan: ChaosPlan
    let options: ChaosOptions
    let web: WebClient
    let log: RunLog

    func run() async throws -> Outcome {
        let began = ContinuousClock.now
        let virtualHost = FreshState.virtualHost(
            Self.name, definitions: try String(contentsOfFile: "deploy/rabbitmq/definitions.json", encoding: .utf8))
        let database = RunEnvironment.database(options.databaseURI, named: FreshState.database(Self.name))
        try await FreshState(
            web: web, management: options.management, databaseURI: database, folder: "\(options.folder)/run",
            virtualHost: virtualHost
        ).prepare()
        let crew = Crew(
            console: Console(isTerminal: false) { log.note(String($0.dropLast())) }, pause: .milliseconds(100)
        ) {
            log.line($0, $1)
        }
        let desk = BrokerDesk(
            web: web, management: options.management,
            url: RunEnvironment.broker(options.brokerURL, virtualHost: virtualHost), virtualHost: virtualHost)
        let client = try MongoClient(uri: database, appName: "switchboard-local", threads: 2)
        let proxies = try await startProxies()
        let result: Result<(Verdict, [Fault]), any Error>
        do {
            result = .success(try await run(crew, desk, proxies, Records(client: client), database))
        } catch {
            result = .failure(error)
        }
        await crew.stop()
        for proxy in proxies.values { await proxy.stop() }
        await client.close()
        let (verdict, done) = try result.get()
        return Outcome(verdict: verdict, done: done, seconds: Int((ContinuousClock.now - began).components.seconds))
    }

    private func startProxies() async throws -> [Fault.Server: FaultyProxy] {
        [
            .rabbitmq: try await FaultyProxy.start(to: try ServerAddress.port(of: options.brokerURL)),
            .mongodb: try await FaultyProxy.start(to: try ServerAddress.port(of: options.databaseURI)),
        ]
    }

    private func run(
        _ crew: Crew, _ desk: BrokerDesk, _ proxies: [Fault.Server: FaultyProxy], _ records: Records, _ database: String
    ) async throws -> (Verdict, [Fault]) {
        let base = try await startSandbox(crew)
        let injector = FaultInjector(
            roster: crew.roster, servers: LocalServers(), desk: desk, proxies: proxies, web: web, base: base, log: log)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await injector.watchPoints(plan) }
            defer { group.cancelAll() }
            try await startServices(crew, base, desk, proxies, database)
            log.note("traffic begins")
            try await beginTraffic(base)
            async let faults: Void = injector.performTimed(plan)
            try await endOfTraffic(base)
            try await faults
            log.note("traffic and faults are over")
            let verdict = try await judge(
                ChaosDrain(
                    web: web, base: base, records: records, desk: desk,
                    deadLettersExpected: injector.done.all.reduce(0) { $0 + $1.deadLetters }), crew)
            return (verdict, injector.done.all)
        }
    }

    private func judge(_ drain: ChaosDrain, _ crew: Crew) async throws -> Verdict {
        let verdict = try await drain.wait(atMost: Self.drainLimit) { await crew.lost }
        log.note("verdict: \(verdict.words)")
        if !verdict.isClean { try await drain.keepEvidence(in: log.folder) }
        return verdict
    }

    private func startSandbox(_ crew: Crew) async throws -> String {
        let port = try FreePort.any()
        await crew.start(
            ChildProgram(
                name: "sandbox", path: "\(options.binaries)/sandbox",
                arguments: ["--port", "\(port)", "--seed", "\(plan.seed)"]))
        let base = "http://127.0.0.1:\(port)"
        try await waitUntil("the sandbox answers", crew) { await web.isUp("\(base)/control/load") }
        try await web.send(
            .post, "\(base)/control/operator",
            json: #"{"mode":"\#(plan.traffic.operatorMode)","delay_ms_min":50,"delay_ms_max":400}"#)
        return base
    }

    private func startServices(
        _ crew: Crew, _ base: String, _ desk: BrokerDesk, _ proxies: [Fault.Server: FaultyProxy], _ database: String
    ) async throws {
        let folder = "\(options.folder)/run"
        let credentials = try await web.get("\(base)/google/credentials/service-account.json")
        try Data(credentials).write(to: URL(filePath: "\(folder)/google-credentials.json"))
        try Data("# A fault run takes nothing from .env\n".utf8).write(to: URL(filePath: "\(folder)/sandbox.env"))
        var environment = RunEnvironment.sandbox(
            base: base, folder: folder,
            database: ServerAddress.throughProxy(database: database, port: proxies[.mongodb]?.port ?? 0),
            broker: ServerAddress.throughProxy(broker: desk.url, port: proxies[.rabbitmq]?.port ?? 0))
        for service in ServiceName.allCases {
            let word = String(service.rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
            environment["SWITCHBOARD_\(word)_PARTITIONS"] = "\(FaultMenu.partitions)"
        }
        let programs = ChildProgram.services(
            in: options.binaries, environment: environment, ports: { _ in (try? FreePort.any()) ?? 0 },
            first: plan.arming)
        for program in programs { await crew.start(program) }
        for program in programs {
            try await waitUntil("\(program.name) is ready", crew) {
                await web.isUp("\(program.admin ?? "")/health/ready")
            }
        }
    }

    private func beginTraffic(_ base: String) async throws {
        let traffic = plan.traffic
        try await web.send(
            .post, "\(base)/control/load",
            json: """
                {"conversations":\(traffic.conversations),"messages_per_second":\(traffic.messagesPerSecond),\
                "seconds":\(traffic.seconds),"seed":\(plan.seed)}
                """)
    }

    private func endOfTraffic(_ base: String) async throws {
        struct Load: Decodable { var running: Bool }
        _ = try await Deadline.wait(.seconds(plan.traffic.seconds + 30)) {
            try await !web.get(Load.self, "\(base)/control/load").running
        }
    }

    private func waitUntil(_ what: String, _ crew: Crew, _ condition: () async -> Bool) async throws {
        let isThere = try await Deadline.wait(Self.readyLimit, every: .milliseconds(50)) {
            if let lost = await crew.lost { throw RunFault("\(lost) does not stay up") }
            return await condition()
        }
        guard isThere else { throw RunFault("gave up waiting until \(what)") }
        log.note(what)
    }
}
