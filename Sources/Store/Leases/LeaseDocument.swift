import struct FoundationEssentials.Date

/// Who may do something at present.
struct LeaseDocument: Codable, Sendable {
    static let collection = "leases"

    /// What may be done, such as `outbox:scraper:7`.
    var _id: String
    /// ``InstanceID`` of the holder.
    var holder: String
    /// By the holder's clock. Clocks of the suite's machines must agree to a second or two.
    var until: Date
    /// One more with each change of the holder: what carries a lower one comes from somebody who lost the lease.
    var token: Int64
}

/// That an instance of a service is at work.
struct MemberDocument: Codable, Sendable {
    static let collection = "members"

    /// `<group>:<instance>`.
    var _id: String
    var group: String
    var instance: String
    var until: Date
}
