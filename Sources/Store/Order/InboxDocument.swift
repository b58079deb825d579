import struct FoundationEssentials.Date

/// That a service has handled an event. Kept longer than any retry or replay may take.
struct InboxDocument: Codable, Sendable {
    static let collection = "inbox"
    static let retentionDays = 30

    /// `<service>:<event id>`.
    var _id: String
    var handledAt: Date
    var expireAt: Date

    init(service: String, event: String, at now: Date) {
        _id = Self.id(service: service, event: event)
        handledAt = now
        expireAt = now.addingTimeInterval(Double(Self.retentionDays) * 86_400)
    }

    static func id(service: String, event: String) -> String { "\(service):\(event)" }
}
