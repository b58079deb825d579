import Foundation
import Testing

@testable import Sandbox

@Suite struct RouterTests {
    private let clock = ManualClock()
    private let echo = EchoPeer()

    private func router(_ peers: [any Peer], faults: FaultBoard? = nil) -> Router {
        Router(peers: peers, faults: faults ?? FaultBoard(random: SeededRandom(seed: 1), clock: clock), clock: clock)
    }

    private func faults(_ kind: FaultKind) -> FaultBoard {
        let board = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        board.set(Fault(kind: kind, rate: 1, duration: .seconds(600)), peer: "echo")
        return board
    }

    private func isDropped(_ response: PeerResponse) -> Bool {
        if case .dropped = response.body { true } else { false }
    }

    @Test func `the longest prefix wins and ends at a slash`() {
        let deep = EchoPeer(prefixes: ["/echo/deep", "/sheet"])
        let router = router([echo, deep, IndexPeer()])
        #expect(router.peer(for: "/echo/deep/x") as? EchoPeer === deep)
        #expect(router.peer(for: "/echo/deeper") as? EchoPeer === echo)
        #expect(router.peer(for: "/sheet") as? EchoPeer === deep)
        #expect(router.peer(for: "/echoes") == nil)
        #expect(router.peer(for: "/") is IndexPeer)
        #expect(router.peer(for: "/other") == nil)
    }

    @Test func `an unknown address is answered with 404`() async {
        let response = await router([echo]).answer(PeerRequest(method: "GET", path: "/nowhere"))
        #expect(response.status == 404)
    }

    @Test func `a drop does nothing and a lost answer does all but answer`() async {
        let request = PeerRequest(method: "POST", path: "/echo")
        #expect(isDropped(await router([echo], faults: faults(.drop)).answer(request)))
        #expect(await echo.count == 0)
        #expect(isDropped(await router([echo], faults: faults(.answerLost)).answer(request)))
        #expect(await echo.count == 1)
    }

    @Test func `a hang ends by itself and a slow answer is a whole one`() async throws {
        let request = PeerRequest(method: "GET", path: "/echo")
        async let hung = router([echo], faults: faults(.hang)).answer(request)
        try await eventually("the hang waits") { clock.sleeperCount == 1 }
        clock.advance(by: .seconds(60))
        #expect(isDropped(await hung))
        #expect(await echo.count == 0)

        async let late = router([echo], faults: faults(.slow)).answer(request)
        try await eventually("the answer waits") { clock.sleeperCount == 1 }
        clock.advance(by: .seconds(3))
        #expect(await late.status == 200)
        #expect(await echo.count == 1)
    }

    @Test func `a fault of the peer's own reaches the peer`() async throws {
        let response = await router([echo], faults: faults(.serverError)).answer(
            PeerRequest(method: "GET", path: "/echo"))
        guard case .bytes(let body) = response.body else {
            Issue.record("no body")
            return
        }
        #expect(try JSONValue(parsing: body)["fault"] == "server-error")
    }
}
