import Foundation
import Testing

@testable import Sandbox

/// The sandbox's chat site on a free port of this machine.
struct StandIn: Sendable {
    let site: SitePeer
    let faults: FaultBoard
    /// Its address, with a slash at the end.
    let base: String

    static func with<R: Sendable>(
        _ skin: Skin, _ body: @escaping @Sendable (StandIn) async throws -> R
    ) async throws -> R {
        let clock = SystemClock()
        let random = SeededRandom(seed: 1)
        let site = SitePeer(random: random.fork("site"), clock: clock, skin: skin, password: "right password")
        let faults = FaultBoard(random: random.fork("faults"), clock: clock)
        let router = Router(peers: [site], faults: faults, clock: clock, recorder: nil)
        let server = try SandboxServer(host: "127.0.0.1", port: 0, router: router)
        return try await withThrowingTaskGroup(of: R?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                try await site.run()
                return nil
            }
            group.addTask {
                let base = "http://127.0.0.1:\(try await server.port())/site/"
                return try await body(StandIn(site: site, faults: faults, base: base))
            }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Somebody writes; gives the conversation's id.
    @discardableResult
    func say(
        _ text: String, with attached: [Attached] = [], by person: String, asNotice: Bool = false
    ) async throws -> String {
        let answer = try await site.say(text, with: attached, by: .person(person), asNotice: asNotice)
        return try #require(answer["conversation"]?.string)
    }

    /// What the site holds of a conversation: who wrote and what, notices left out.
    func messages(of conversation: String) async -> [String] {
        guard let ledger = await site.conversation(conversation)?.ledger, case .array(let all)? = ledger["messages"]
        else { return [] }
        return all.map { "\($0["who"]?.string ?? "?"): \($0["text"]?.string ?? "?")" }
    }
}
