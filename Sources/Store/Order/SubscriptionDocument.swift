import struct FoundationEssentials.Date

/// Since when a service receives which types of events. Earlier ones never reached it, and it waits for none of them.
struct SubscriptionDocument: Codable, Sendable {
    static let collection = "subscriptions"

    struct Interest: Codable, Sendable, Equatable {
        var name: String
        var since: Date
    }

    /// The service.
    var _id: String
    var interests: [Interest]
    /// Everything published before this has been looked at by ``Store/recallLost(_:settled:)``.
    var recalledTo: Date
}
