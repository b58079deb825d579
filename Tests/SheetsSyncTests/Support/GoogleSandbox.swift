import Foundation

@testable import Sandbox

/// The sandbox's Google on a free port, and what a test may do to it behind the service's back.
struct GoogleSandbox: Sendable {
    enum Trouble: Sendable {
        /// Done, and the answer is lost.
        case answerLost
        case unavailable, rateLimited, notShared, tokenRefused, invalidGrant

        fileprivate var kind: FaultKind {
            switch self {
            case .answerLost: .answerLost
            case .unavailable: .unavailable
            case .rateLimited: .rateLimited
            case .notShared: .permissionDenied
            case .tokenRefused: .unauthorized
            case .invalidGrant: .invalidGrant
            }
        }
    }

    static let sheet = GoogleWorld.sheet
    static let unsharedSheet = GoogleWorld.unsharedSheet
    static let account = GoogleWorld.serviceAccount

    /// `http://127.0.0.1:port/google`
    let base: String
    private let peer: GooglePeer
    private let faults: FaultBoard

    static func with<R: Sendable>(
        _ body: @escaping @Sendable (GoogleSandbox) async throws -> R
    ) async throws -> R {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let peer = try GooglePeer(random: SeededRandom(seed: 1), clock: clock)
        let server = try SandboxServer(
            host: "127.0.0.1", port: 0,
            router: Router(peers: [peer], faults: faults, clock: clock, recorder: nil))
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                try await peer.run()
                return nil
            }
            group.addTask {
                let base = "http://127.0.0.1:\(try await server.port())/google"
                return try await body(GoogleSandbox(base: base, peer: peer, faults: faults))
            }
            while let result = try await group.next() {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }

    /// Every request meets the trouble from now on.
    func cause(_ trouble: Trouble) {
        faults.set(Fault(kind: trouble.kind, rate: 1, duration: .seconds(600)), peer: peer.name)
    }

    func calm() { faults.clear() }

    /// The cells of a tab, as far as they are filled; nil when there is no such tab.
    func rows(of tab: String) async -> [[String]]? {
        await ledger("sheets", Self.sheet, tab)?.array?.map { $0.array?.map { $0.string ?? "?" } ?? [] }
    }

    var formulas: Int { get async { await ledger("formulas")?.int ?? -1 } }
    var tokensIssued: Int { get async { await ledger("tokensIssued")?.int ?? -1 } }
    /// How many requests were answered with the status.
    func answers(_ status: Int) async -> Int { await ledger("requests", "statuses", "\(status)")?.int ?? 0 }

    private func ledger(_ path: String...) async -> Sandbox.JSONValue? {
        var value: Sandbox.JSONValue? = await peer.ledger()
        for name in path { value = value?[name] }
        return value
    }
}
