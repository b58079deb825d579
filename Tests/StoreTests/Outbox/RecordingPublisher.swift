import Messaging
import Synchronization

/// Takes what is published; refuses while told to.
final class RecordingPublisher: Publisher {
    private let state = Mutex<(published: [Message], isDown: Bool)>(([], false))

    var published: [Message] { state.withLock { $0.published } }
    func set(isDown: Bool) { state.withLock { $0.isDown = isDown } }

    func publish(_ message: Message) async throws(PublishError) {
        let isDown = state.withLock { state in
            if !state.isDown { state.published.append(message) }
            return state.isDown
        }
        if isDown { throw PublishError(code: .disconnected, message: "down") }
    }
}
