/// Where the account's session on the platform stands.
public enum SessionState: String, Codable, Sendable, CaseIterable {
    case connecting, connected, degraded, challenge, badCredentials, loggedOut
}

/// The session on the platform changed. The correlation id is `session:<platform>`.
public struct SessionChanged: EventPayload {
    public static let name = EventName.sessionChanged
    public var platform: String
    public var state: SessionState
    /// What a person must do now; absent when nothing is needed.
    public var action: String?

    public init(platform: String, state: SessionState, action: String?) {
        self.platform = platform
        self.state = state
        self.action = action
    }
}
