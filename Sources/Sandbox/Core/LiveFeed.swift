import FlyingFox
import Foundation
import Synchronization

/// Pushes events to every open page over a WebSocket.
///
/// Not server-sent events: a browser opens at most six HTTP/1.1 connections to a host, over all tabs, so six pages
/// would leave none for their requests.
final class LiveFeed: WSMessageHandler {
    /// A page that falls this many events behind is cut off; it connects again and reads everything anew.
    static let backlog = 256

    private struct State: Sendable {
        var readers: [Int: AsyncStream<WSMessage>.Continuation] = [:]
        var nextReader = 0
    }

    private let state = Mutex(State())

    var readerCount: Int { state.withLock { $0.readers.count } }

    func makeMessages(for client: AsyncStream<WSMessage>) async throws -> AsyncStream<WSMessage> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: WSMessage.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let reader = state.withLock { state in
            defer { state.nextReader += 1 }
            state.readers[state.nextReader] = continuation
            return state.nextReader
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.readers.removeValue(forKey: reader) }
        }
        return stream
    }

    func publish(_ event: JSONValue) {
        let readers = state.withLock { Array($0.readers.values) }
        guard !readers.isEmpty else { return }
        let message = WSMessage.text(String(decoding: event.data(), as: UTF8.self))
        for reader in readers {
            // Finishing outside the lock: it calls onTermination at once.
            if case .dropped = reader.yield(message) { reader.finish() }
        }
    }

    /// Closes every page's connection (`/control/reset`, a gateway restart).
    func disconnectEveryone() {
        for reader in state.withLock({ Array($0.readers.values) }) {
            reader.yield(.close(.serviceRestart))
            reader.finish()
        }
    }
}
