/// A role is found by another selector than before.
public struct SelectorsHealed: EventPayload {
    public static let name = EventName.selectorsHealed
    public var platform: String
    public var role: String
    public var old: String
    public var new: String
    /// What speaks for the new one, in words.
    public var evidence: String

    public init(platform: String, role: String, old: String, new: String, evidence: String) {
        self.platform = platform
        self.role = role
        self.old = old
        self.new = new
        self.evidence = evidence
    }
}

/// A role cannot be found; what depends on it has stopped.
public struct SelectorsDegraded: EventPayload {
    public static let name = EventName.selectorsDegraded
    public var platform: String
    public var role: String
    /// What stopped, and what to do, in words.
    public var advice: String

    public init(platform: String, role: String, advice: String) {
        self.platform = platform
        self.role = role
        self.advice = advice
    }
}
