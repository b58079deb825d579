import Mongo
public import Shared

public import struct FoundationEssentials.Date

/// A person who is being forgotten, or is: who asked, and what each service has deleted.
public struct ErasureDocument: Codable, Sendable, Equatable {
    public static let collection = "erasures"

    /// What one service has deleted.
    public struct Part: Codable, Sendable, Equatable {
        public var count: Int64
        public var at: Date
    }

    /// The request.
    public var _id: String
    /// The services need it to find what is theirs; gone when all are done.
    public var conversation: String?
    public var by: Approver
    public var at: Date
    /// By the service's name.
    public var parts: [String: Part]
    /// Services that gave up, or wait for a person.
    public var troubled: [String]?
    public var completedAt: Date?
    /// When the last report of it was posted.
    public var reportedAt: Date?

    /// Enough of the request to tell it from others. The beginning of an id is its time.
    public var short: String { String(_id.suffix(8)) }

    /// Those that have not done their part yet.
    public var waiting: [ServiceName] { ServiceName.allCases.filter { parts[$0.rawValue] == nil } }
}

/// What became of the wish to forget somebody.
public enum ErasureStart: Sendable, Equatable {
    /// It has begun; the request.
    case started(String)
    /// It had begun before; nothing changed.
    case before(ErasureDocument)
    /// There is no such conversation.
    case unknown
}
