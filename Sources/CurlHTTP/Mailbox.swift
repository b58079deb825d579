internal import CCurl
internal import Synchronization

/// Identifies a transfer within its client.
typealias TransferID = UInt64

/// Words for the client's thread from code that cannot wait for an actor: cancellation handlers and `deinit`.
///
/// It is bounded by the transfers there are: each is cancelled at most once and abandoned at most once.
final class Mailbox: Sendable {
    enum Word: Equatable {
        /// The task that waits for it was cancelled.
        case cancel(TransferID)
        /// Nobody can read the rest of its body any more.
        case abandon(TransferID)
    }

    private struct State {
        var words: [Word] = []
        var isClosed = false
        /// The multi handle's address, 0 for none. `curl_multi_wakeup` is libcurl's one function for other threads.
        var multi: UInt = 0
    }

    private let state = Mutex(State())

    func post(_ word: Word) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.words.append(word)
            Self.wake(state)
        }
    }

    /// Ends the wait in ``MultiHandle/poll(atMost:)``, or the next one. It does not block.
    func wake() {
        state.withLock { Self.wake($0) }
    }

    func takeAll() -> [Word] {
        state.withLock { state in
            defer { state.words.removeAll(keepingCapacity: true) }
            return state.words
        }
    }

    func open(_ multi: MultiHandle) {
        let address = UInt(bitPattern: multi.pointer)
        state.withLock { $0.multi = address }
    }

    /// After this the multi handle is not touched from here, and words are passed over.
    func close() {
        state.withLock { state in
            state.multi = 0
            state.isClosed = true
            state.words = []
        }
    }

    private static func wake(_ state: borrowing State) {
        guard let multi = UnsafeMutableRawPointer(bitPattern: state.multi) else { return }
        curl_multi_wakeup(multi)
    }
}
