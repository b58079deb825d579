import Foundation

@testable import Sandbox

/// A peer that tells what it got and counts what it did.
actor EchoPeer: Peer {
    nonisolated let name = "echo"
    nonisolated let prefixes: [String]
    nonisolated let faultKinds: Set<FaultKind> = [.serverError]
    private(set) var count = 0

    init(prefixes: [String] = ["/echo"]) {
        self.prefixes = prefixes
    }

    func handle(_ request: PeerRequest) -> PeerResponse {
        count += 1
        switch request.segments.last {
        case "page": return .html("<p>for people</p>")
        case "stream":
            return PeerResponse(
                body: .stream(
                    AsyncStream { continuation in
                        for part in ["one ", "", "two ", "three"] { continuation.yield(Data(part.utf8)) }
                        continuation.finish()
                    }))
        default: break
        }
        return .json([
            "method": .string(request.method), "path": .string(request.path), "body": JSONValue(request.body.count),
            "fault": JSONValue(request.fault?.rawValue), "query": JSONValue(request.query["q"]),
        ])
    }

    func ledger() -> JSONValue { ["count": JSONValue(count)] }
    func reset() { count = 0 }
}
