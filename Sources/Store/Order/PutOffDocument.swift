import struct FoundationEssentials.Date

/// A message that waits in a delay queue and comes again by itself. Nobody needs to look for it before `until`.
struct PutOffDocument: Codable, Sendable {
    static let collection = "putoff"

    /// `<service>:<event id>`.
    var _id: String
    var until: Date
}
