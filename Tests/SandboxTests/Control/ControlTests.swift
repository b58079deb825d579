import Foundation
import Testing

@testable import Sandbox

/// An operated peer that only remembers.
private actor OperatedEcho: OperatedPeer {
    nonisolated let name = "discord"
    nonisolated let prefixes = ["/discord"]
    nonisolated let faultKinds: Set<FaultKind> = [.rateLimited]
    private(set) var script = OperatorScript()
    private(set) var changes: [Fault] = []

    func handle(_ request: PeerRequest) -> PeerResponse { .json(["fault": JSONValue(request.fault?.rawValue)]) }
    func ledger() -> JSONValue { ["threads": []] }
    func reset() { script = OperatorScript() }
    func setOperator(_ script: OperatorScript) { self.script = script }
    func faultChanged(_ fault: Fault) { changes.append(fault) }
}

@Suite struct ControlTests {
    private let clock = SystemClock()
    private let site: SitePeer
    private let discord = OperatedEcho()
    private let faults: FaultBoard
    private let peers: [any Peer]

    init() {
        site = SitePeer(random: SeededRandom(seed: 1), clock: clock, skin: .phoenix, password: "sandbox")
        faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        peers = [
            site, discord,
            ControlPeer(site: site, operated: discord, peers: [site, discord], faults: faults, clock: clock, seed: 5),
            IndexPeer(),
        ]
    }

    private func withServer<R: Sendable>(_ body: @escaping @Sendable (TestServer) async throws -> R) async throws -> R {
        try await TestServer.with(peers, faults: faults, clock: clock, body)
    }

    @Test func `what is said is in the ledger`() async throws {
        try await withServer { server in
            let said = try await server.send(
                "POST", "/control/say", json: ["person": "Mia Torres", "text": "hi <3"])
            #expect(said.status == 201)
            #expect(said.json["position"] == 1)
            let id = try #require(said.json["conversation"]?.string)
            let again = try await server.send(
                "POST", "/control/say", json: ["conversation": .string(id), "text": "hi <3"])
            #expect(again.json["position"] == 2)
            _ = try await server.send(
                "POST", "/control/say",
                json: ["conversation": .string(id), "text": "Liked your photo!", "notice": true])
            let ledger = try await server.send("GET", "/control/ledger").json
            #expect(ledger["seed"] == "5")
            #expect(ledger["conversations"]?[0]?["messages"]?.array?.map { $0["text"] } == ["hi <3", "hi <3"])
            #expect(ledger["conversations"]?[0]?["notices"]?.array?.count == 1)
            #expect(ledger["site"]?["written"] == 2)
            #expect(ledger["discord"] == ["threads": []])
            let part = try await server.send("GET", "/control/ledger?part=discord").json
            #expect(part["conversations"] == nil && part["site"] == nil)
            #expect(part["discord"] != nil)
        }
    }

    @Test(
        arguments: [
            ("say", ["text": "hi"]), ("say", ["person": "A", "conversation": "1", "text": "x"]),
            ("say", ["person": "A"]),
            ("say", ["person": "A", "text": 3]), ("say", ["person": "A", "txt": "hi"]), ("say", [1]),
            ("load", ["messages_per_second": 0]), ("load", ["conversations": 1001]), ("load", ["seconds": 1.5]),
            ("skin", ["skin": "neon"]), ("skin", ["skin": "classic", "seed": 3]), ("skin", [:]),
            ("fault", ["peer": "moon", "kind": "drop"]),
            ("fault", ["peer": "site", "kind": "rate-limited"]),
            ("fault", ["peer": "site", "kind": "drop", "rate": 2]),
            ("operator", ["mode": "dance"]), ("operator", ["delay_ms_min": 10, "delay_ms_max": 5]),
            ("history", ["person": "A", "messages": 0]),
        ] as [(String, JSONValue)])
    func `a wrong command is refused with words that help`(command: String, body: JSONValue) async throws {
        try await withServer { server in
            let answer = try await server.send("POST", "/control/\(command)", json: body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?.string?.isEmpty == false)
        }
    }

    @Test func `an unknown conversation and an unknown command are not found`() async throws {
        try await withServer { server in
            let nobody = try await server.send("POST", "/control/say", json: ["conversation": "1", "text": "x"])
            #expect(nobody.status == 404)
            #expect(try await server.send("POST", "/control/dance").status == 404)
        }
    }

    @Test func `a load runs in the background and tells its progress`() async throws {
        try await withServer { server in
            let started = try await server.send(
                "POST", "/control/load",
                json: ["conversations": 8, "messages_per_second": 100, "seconds": 1, "seed": 3])
            #expect(started.status == 202)
            #expect(started.json["total"] == 100)
            try await eventually("the load ends") {
                try await server.send("GET", "/control/load").json["running"] == false
            }
            #expect(try await server.send("GET", "/control/load").json["written"] == 100)
            let ledger = try await server.send("GET", "/control/ledger").json
            #expect(ledger["site"]?["written"] == 100)
            #expect(ledger["conversations"]?.array?.count == 8)
        }
    }

    @Test func `a fault reaches its peer until it is ended`() async throws {
        try await withServer { server in
            let set = try await server.send(
                "POST", "/control/fault", json: ["peer": "discord", "kind": "rate-limited", "rate": 1, "seconds": 60])
            #expect(set.json["discord"]?["active"] == ["rate-limited"])
            #expect(try await server.send("GET", "/discord").json["fault"] == "rate-limited")
            #expect(await discord.changes.map(\.kind) == [.rateLimited])
            _ = try await server.send(
                "POST", "/control/fault", json: ["peer": "discord", "kind": "rate-limited", "rate": 0])
            #expect(try await server.send("GET", "/discord").json["fault"] == .some(.null))
            let kinds = try await server.send("GET", "/control/fault").json["site"]?["kinds"]
            #expect(kinds?.array?.contains("answer-lost") == true)
            #expect(kinds?.array?.contains("send-refused") == true)
        }
    }

    @Test func `the operator is told what to do`() async throws {
        try await withServer { server in
            let answer = try await server.send(
                "POST", "/control/operator", json: ["mode": "twice", "delay_ms_min": 5, "delay_ms_max": 10])
            #expect(answer.status == 200)
            #expect(
                await discord.script
                    == OperatorScript(mode: .twice, delay: .milliseconds(5)...(.milliseconds(10))))
        }
    }

    @Test func `the skin changes and a reset brings the first one back`() async throws {
        try await withServer { server in
            #expect(try await server.send("POST", "/control/skin", json: ["skin": "classic-2"]).status == 200)
            #expect(try await server.send("GET", "/site/").header("Location") == "/site/login")
            _ = try await server.send("POST", "/control/say", json: ["person": "A", "text": "x"])
            #expect(try await server.send("POST", "/control/reset").status == 204)
            #expect(try await server.send("GET", "/site/").status == 200)
            #expect(try await server.send("GET", "/control/ledger").json["conversations"] == [])
        }
    }

    @Test func `the ledger tells the seed of a mutant`() async throws {
        try await withServer { server in
            let set = try await server.send("POST", "/control/skin", json: ["skin": "mutant", "seed": 123])
            #expect(set.json == ["skin": "mutant", "seed": 123])
            let part = try await server.send("GET", "/control/ledger?part=site").json["site"]
            #expect(part?["skin"] == "mutant")
            #expect(part?["skin_seed"] == 123)
            #expect(try await server.send("GET", "/site/").text.contains("\"mutant\":\"123\""))
            _ = try await server.send("POST", "/control/skin", json: ["skin": "mutant"])
            #expect(try await server.send("GET", "/control/ledger?part=site").json["site"]?["skin_seed"] == 1)
        }
    }

    @Test func `the index leads to every page`() async throws {
        try await withServer { server in
            let page = try await server.send("GET", "/").text
            for address in ["/site/", "/discord", "/sheet", "/control/ledger"] {
                #expect(page.contains("href=\"\(address)\""))
            }
        }
    }
}
