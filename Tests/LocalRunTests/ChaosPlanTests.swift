import Shared
import Testing

@testable import LocalRun

@Suite struct ChaosPlanTests {
    @Test func `a seed is always the same run, and another seed another one`() {
        let plans = (1...50).map { ChaosPlan(seed: $0) }
        #expect(plans == (1...50).map { ChaosPlan(seed: $0) })
        #expect(Set(plans.map { "\($0.occasions)" }).count > 40)
    }

    @Test func `the numbers of a seed are those of SplitMix64`() {
        var random = ChaosRandom(seed: 0)
        #expect(random.next() == 0xE220_A839_7B1D_CDAF)
        #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
    }

    @Test func `200 seeds have every kind of fault, and every fail point of every service`() {
        let faults = (1...200).flatMap { ChaosPlan(seed: $0).faults }
        #expect(Set(faults.map(\.kind)) == Set(FaultMenu.weights.map(\.element)))
        let many = (1...2_000).flatMap { ChaosPlan(seed: $0).faults }.compactMap(\.failPoint)
        for service in ServiceName.allCases {
            let points = Set(many.filter { $0.service == service }.map(\.plan.point))
            #expect(points == Set(FaultMenu.points(of: service)))
        }
        #expect(Set(many.map(\.plan.point)) == Set(FailPoint.allCases))
    }

    @Test func `a run has one to three faults, within its traffic, none of the same target`() {
        for seed in 1...500 {
            let plan = ChaosPlan(seed: seed)
            #expect((1...3).contains(plan.occasions.count))
            #expect(Set(plan.faults.map(\.target)).count == plan.faults.count)
            #expect(plan.occasions.allSatisfy { (0..<(plan.traffic.seconds * 1000)).contains($0.at) })
        }
    }

    @Test(arguments: FaultMenu.weights.map(\.element))
    func `a run can be held to one kind`(kind: Fault.Kind) {
        for seed in 1...20 { #expect(ChaosPlan(seed: seed, only: kind).faults.allSatisfy { $0.kind == kind }) }
    }

    @Test func `a run can be held to the steps of typing`() {
        let plans = (1...100).flatMap { ChaosPlan(seed: $0, only: .killTyping).faults }.compactMap(\.failPoint)
        #expect(plans.count == 100)
        #expect(plans.allSatisfy { $0.service == .scraper })
        #expect(Set(plans.map(\.plan.point)) == Set(FaultMenu.typing))
    }

    @Test func `a run can be held to what the relay does while people decide`() {
        let plans = (1...200).flatMap { ChaosPlan(seed: $0, only: .killApproving).faults }.compactMap(\.failPoint)
        #expect(plans.count == 200)
        #expect(plans.allSatisfy { $0.service == .discordRelay })
        #expect(Set(plans.map(\.plan.point)) == Set(FaultMenu.approving))
    }

    @Test func `the short set has every kind of fault`() {
        let kinds = ShortSet.seeds.flatMap { ChaosPlan(seed: $0).faults.map(\.kind) }
        #expect(Set(kinds) == Set(FaultMenu.weights.map(\.element)))
        #expect((8...12).contains(ShortSet.seeds.count))
    }

    @Test func `a fail point is armed for its service's first start alone`() throws {
        let plan = try #require(
            (1...100).lazy.map { ChaosPlan(seed: $0) }.first { $0.faults.contains { $0.kind == .killAt } })
        let (service, armed) = try #require(plan.faults.lazy.compactMap(\.failPoint).first)
        let programs = ChildProgram.services(in: "bin", environment: [:], ports: { _ in 1 }, first: plan.arming)
        let program = try #require(programs.first { $0.name == service.rawValue })
        #expect(program.started(0).environment[FailPoint.variable] == "\(armed)")
        #expect(program.started(1).environment[FailPoint.variable] == nil)
    }

    @Test func `a poisoned run expects a dead letter of each service that wants messages`() {
        #expect(Fault.poison.deadLetters == 3)
        #expect(Fault.serverKill(.rabbitmq).deadLetters == 0)
    }

    @Test func `services are sent to the proxies, with their names and passwords`() throws {
        #expect(
            ServerAddress.throughProxy(broker: "amqp://guest:p@host:1/chaos-1", port: 2)
                == "amqp://guest:p@127.0.0.1:2/chaos-1?heartbeat=2&connection_timeout=3000")
        #expect(
            ServerAddress.throughProxy(database: "mongodb://127.0.0.1:1/chaos?replicaSet=rs0", port: 2)
                .hasPrefix("mongodb://127.0.0.1:2/chaos?directConnection=true&"))
        #expect(try ServerAddress.port(of: "amqp://guest:guest@127.0.0.1:20750/") == 20750)
        #expect(try ServerAddress.port(of: "mongodb://127.0.0.1:7/?replicaSet=rs0") == 7)
    }
}
