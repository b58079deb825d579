public import Shared
import Synchronization

/// What each part of a service says about itself; `/health/ready` shows it.
///
/// Ready means that every part is ready. A part that is not says what to do about it, in the words of the log.
public final class HealthRegistry: Sendable {
    public struct Part: Codable, Sendable, Equatable {
        public var name: String
        public var ready: Bool
        /// What is wrong and what to do; absent when ready.
        public var problem: String?
        public var since: Timestamp
    }

    private let parts = Mutex<[String: Part]>([:])

    public init() {}

    /// Declares a part before it is ready, so that a service that has not started yet is not ready either.
    public func expect(_ name: String, _ problem: String = "starting") {
        set(name, ready: false, problem: problem)
    }

    public func ready(_ name: String) { set(name, ready: true, problem: nil) }

    /// - Returns: whether this is news: callers log a problem once, not once a try.
    @discardableResult
    public func failed(_ name: String, _ problem: String) -> Bool { set(name, ready: false, problem: problem) }

    public var snapshot: [Part] { parts.withLock { $0.values.sorted { $0.name < $1.name } } }

    public var isReady: Bool { parts.withLock { $0.values.allSatisfy(\.ready) } }

    @discardableResult
    private func set(_ name: String, ready: Bool, problem: String?) -> Bool {
        parts.withLock { parts in
            if let part = parts[name], part.ready == ready, part.problem == problem { return false }
            parts[name] = Part(name: name, ready: ready, problem: problem, since: .now)
            return true
        }
    }
}
