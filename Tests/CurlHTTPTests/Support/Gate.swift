import Foundation
import Synchronization

/// Holds a script back until the test lets it go on, once for each time it was opened.
final class Gate: Sendable {
    private let passes = Mutex(0)

    func open() { passes.withLock { $0 += 1 } }

    /// Blocks the script's own thread; gives up after 10 seconds.
    func wait() throws {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            let isOpen = passes.withLock { passes in
                guard passes > 0 else { return false }
                passes -= 1
                return true
            }
            if isOpen { return }
            guard ContinuousClock.now < end else { throw Peer.Gone() }
            usleep(1000)
        }
    }
}
