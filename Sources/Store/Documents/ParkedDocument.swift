import struct FoundationEssentials.Date

/// A message that a service has put off; later ones of its conversation wait behind it.
struct ParkedDocument: Codable, Sendable {
    static let collection = "parked"

    /// `<service>:<event id>`.
    var _id: String
    var service: String
    var conversation: String
    var sequence: Int64
    var parkedAt: Date
    var expireAt: Date
}
