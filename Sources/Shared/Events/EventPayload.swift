/// The `data` of one event. One Swift type for each ``EventName``; schemas/ holds the same shape as JSON Schema, by test.
public protocol EventPayload: Codable, Sendable, Equatable {
    static var name: EventName { get }
}
