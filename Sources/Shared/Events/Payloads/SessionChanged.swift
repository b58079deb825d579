/// Where the account's session on the platform stands.
public enum SessionState: String, Codable, Sendable, CaseIterable {
    case connecting, connected, degraded, challenge, badCredentials, loggedOut
    /// The site says that the account is closed or suspended.
    case banned

    /// A state that this version does not know is read as `degraded`: something is wrong, and the action says what to do.
    public init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .degraded
    }
}

/// The session on the platform changed. The correlation id is `session:<platform>`.
public struct SessionChanged: EventPayload {
    public static let name = EventName.sessionChanged
    public var platform: String
    public var state: SessionState
    /// What a person must do now; absent when nothing is needed.
    public var action: String?
    /// The most that a person's answer can be: `code` when there is a field that a code can be typed into, `done` when
    /// they can only say that they have answered. Absent when no answer is waited for.
    public var awaits: SessionAnswer?
    /// Id of a masked picture of the page, in the collection `screenshots`.
    public var screenshot: String?

    public init(
        platform: String, state: SessionState, action: String?, awaits: SessionAnswer? = nil, screenshot: String? = nil
    ) {
        self.platform = platform
        self.state = state
        self.action = action
        self.awaits = awaits
        self.screenshot = screenshot
    }
}
