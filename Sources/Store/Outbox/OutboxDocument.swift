import Mongo

import struct FoundationEssentials.Date

/// An event waiting to be published, written in the transaction that made it true.
struct OutboxDocument: Codable, Sendable {
    static let collection = "outbox"
    static let retentionDays = 7

    enum State: String, Codable, Sendable { case pending, sent }

    /// The event's id: ids ascend within a process, so they are also the order of publishing.
    var _id: String
    /// The service that publishes it.
    var producer: String
    var conversation: String
    var sequence: Int64?
    /// The event as it will be published, byte for byte.
    var body: [UInt8]
    var state: State
    var createdAt: Date
    /// Set when it was sent.
    var expireAt: Date?
}
