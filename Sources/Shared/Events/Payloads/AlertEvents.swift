/// How soon somebody must look.
public enum AlertSeverity: String, Codable, Sendable, CaseIterable { case warning, critical }

/// Something needs a person. Raised once; resolved by the same `alert`.
public struct AlertRaised: EventPayload {
    public static let name = EventName.alertRaised
    public var alert: String
    public var severity: AlertSeverity
    public var summary: String
    public var advice: String

    public init(alert: String, severity: AlertSeverity, summary: String, advice: String) {
        self.alert = alert
        self.severity = severity
        self.summary = summary
        self.advice = advice
    }
}

/// An alert is over.
public struct AlertResolved: EventPayload {
    public static let name = EventName.alertResolved
    public var alert: String
    public var summary: String

    public init(alert: String, summary: String) {
        self.alert = alert
        self.summary = summary
    }
}
