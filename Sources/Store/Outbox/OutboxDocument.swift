import Mongo
import Shared

import struct FoundationEssentials.Date

/// An event waiting to be published, or published and kept for a while: written in the transaction that made it true.
struct OutboxDocument: Codable, Sendable {
    static let collection = "outbox"
    /// Sent rows are kept this long: what consumers have not settled is found and sent again by them.
    static let retention = Duration.seconds(7 * 86_400)

    enum State: String, Codable, Sendable { case pending, sent }

    /// The event's id: ids ascend within a process, so they are also the order of publishing.
    var _id: String
    /// The service that publishes it.
    var producer: String
    /// Which of the producer's instances publishes it: see ``OutboxSlot``.
    var slot: Int32
    /// The event's name.
    var name: String
    var conversation: String
    var sequence: Int64?
    /// The event as it will be published, byte for byte.
    var body: [UInt8]
    var state: State
    var createdAt: Date
    var sentAt: Date?
    /// How often a consumer had it sent again.
    var recalls: Int64?

    init(_ header: EventHeader, producer: ServiceName, body: [UInt8]) {
        _id = header.id
        self.producer = producer.rawValue
        slot = Int32(OutboxSlot.of(header.conversation))
        name = header.name.rawValue
        conversation = header.conversation
        sequence = header.sequence
        self.body = body
        state = .pending
        createdAt = header.time.date
    }
}
