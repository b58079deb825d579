import FlyingFox
import Foundation

/// Finds the peer of a request, lets it meet its transport faults, and records the exchange.
struct Router: Sendable {
    /// 26 MiB: a little above the largest request that a peer accepts (Discord, 25 MiB).
    static let bodyLimit = 26 << 20

    let peers: [any Peer]
    let faults: FaultBoard
    let clock: any SandboxClock
    let recorder: Recorder?

    init(peers: [any Peer], faults: FaultBoard, clock: any SandboxClock, recorder: Recorder? = nil) {
        self.peers = peers
        self.faults = faults
        self.clock = clock
        self.recorder = recorder
    }

    /// The peer with the longest prefix of `path`; `/` stands for itself only.
    func peer(for path: String) -> (any Peer)? {
        let matches = peers.flatMap { peer in peer.prefixes.map { (prefix: $0, peer: peer) } }
            .filter { path == $0.prefix || ($0.prefix != "/" && path.hasPrefix($0.prefix + "/")) }
        return matches.max { $0.prefix.count < $1.prefix.count }?.peer
    }

    /// Answers `request`, faults included.
    func answer(_ request: PeerRequest) async -> PeerResponse {
        guard let peer = peer(for: request.path) else {
            return .text("Nothing is served at this address. The index is at /.\n", status: 404)
        }
        let response = await answer(request, from: peer, fault: faults.draw(peer: peer.name))
        guard let recorder, peer.isRecorded, !response.isPage else { return response }
        return await recorded(response, to: request, of: peer.name, by: recorder)
    }

    private func answer(_ request: PeerRequest, from peer: any Peer, fault: FaultKind?) async -> PeerResponse {
        var request = request
        do {
            switch fault {
            case .drop:
                return .dropped
            case .hang:
                try await clock.sleep(for: .seconds(60))
                return .dropped
            case .answerLost:
                _ = await peer.handle(request)
                return .dropped
            case .cut:
                return await peer.handle(request).cut
            case .slow:
                try await clock.sleep(for: .seconds(3))
            case let fault:
                request.fault = fault
            }
        } catch {
            return .dropped
        }
        return await peer.handle(request)
    }

    private func recorded(
        _ response: PeerResponse, to request: PeerRequest, of peer: String, by recorder: Recorder
    ) async -> PeerResponse {
        switch response.body {
        case .bytes(let data), .cut(let data):
            await recorder.record(peer: peer, request: request, response: response, body: data)
            return response
        case .webSocket, .dropped:
            await recorder.record(peer: peer, request: request, response: response, body: Data())
            return response
        case .stream(let stream):
            var response = response
            let answer = response
            response.body = .stream(
                stream.copying(upTo: Recorder.streamLimit) { body in
                    await recorder.record(peer: peer, request: request, response: answer, body: body)
                })
            return response
        }
    }
}

extension AsyncStream<Data> {
    /// The same stream, pulled by its reader; `finished` gets what was read, cut at `limit`, when it ends.
    fileprivate func copying(upTo limit: Int, finished: @escaping @Sendable (Data) async -> Void) -> AsyncStream<Data> {
        let copy = StreamCopy(source: self, limit: limit)
        return AsyncStream(unfolding: {
            if let chunk = await copy.next() { return chunk }
            if let body = await copy.takeBody() { await finished(body) }
            return nil
        })
    }
}

private actor StreamCopy {
    private var iterator: AsyncStream<Data>.Iterator?
    private var body: Data? = Data()
    private let limit: Int

    init(source: AsyncStream<Data>, limit: Int) {
        iterator = source.makeAsyncIterator()
        self.limit = limit
    }

    func next() async -> Data? {
        // Taken out while it waits, because an actor may be entered again meanwhile; a stream has one reader only.
        guard var reading = iterator else { return nil }
        iterator = nil
        guard let chunk = await reading.next(isolation: #isolation) else { return nil }
        iterator = reading
        if let count = body?.count, count < limit { body?.append(chunk.prefix(limit - count)) }
        return chunk
    }

    func takeBody() -> Data? {
        defer { body = nil }
        return body
    }
}
