/// What `SWITCHBOARD_FAILPOINT` says: `<point>:<kill|stop>[@<n>]`, such as `commit.before-ack:kill@3`. Pure.
public struct FailPlan: Sendable, Equatable, CustomStringConvertible {
    public enum Action: String, Sendable, CaseIterable {
        /// SIGKILL to itself.
        case kill
        /// SIGSTOP to itself; somebody else sends SIGCONT.
        case stop
    }

    public let point: FailPoint
    public let action: Action
    /// At which time that the point is reached, from 1.
    public let time: Int

    public init(_ point: FailPoint, _ action: Action, time: Int = 1) {
        self.point = point
        self.action = action
        self.time = max(1, time)
    }

    /// Nil for anything else: a service never ends for a slip in a variable that is for tests.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let point = FailPoint(rawValue: String(parts[0])) else { return nil }
        let words = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let action = Action(rawValue: String(words[0])) else { return nil }
        guard words.count == 2 else {
            self.init(point, action)
            return
        }
        guard let time = Int(words[1]), time >= 1 else { return nil }
        self.init(point, action, time: time)
    }

    public var description: String { "\(point.rawValue):\(action.rawValue)@\(time)" }
}
