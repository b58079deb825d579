public import struct FoundationEssentials.Date

/// An event of a conversation that a service gave up: those behind it went on. It lies in the dead letters, or never came.
public struct GapDocument: Codable, Sendable, Equatable {
    public static let collection = "gaps"
    static let retentionDays = 30

    /// `<service>:<event id>`.
    public var _id: String
    public var service: String
    public var conversation: String
    /// Absent for an event that belongs to no conversation's order.
    public var sequence: Int64?
    public var reason: String
    public var at: Date
}
