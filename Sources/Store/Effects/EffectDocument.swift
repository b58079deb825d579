public import struct FoundationEssentials.Date

/// Something done to the outside world, recorded before it is done, so that a crash never leads to a blind repeat.
///
/// `intended` → `attempted` → `done`, or `ambiguous` when nobody can know and a person has to look.
public struct EffectDocument: Codable, Sendable, Equatable {
    public static let collection = "effects"

    public enum State: String, Codable, Sendable, CaseIterable { case intended, attempted, done, ambiguous }

    /// The effect's key, made from what it is about, such as `discord.message:<event id>`.
    public var _id: String
    public var service: String
    public var conversation: String
    public var state: State
    public var attempts: Int
    public var intendedAt: Date
    public var attemptedAt: Date?
    public var doneAt: Date?
    /// The outside world's own id of it, such as a Discord message id.
    public var externalID: String?
}
