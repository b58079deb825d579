/// What the ai-worker takes while a slow model has all it may ask.
struct AIFigures: Sendable, Equatable, Encodable {
    /// Requests that the model held at the same time.
    var inFlight = 0
    /// The most that was seen while it held them, and before there was anything to do.
    var anonymous = 0.0
    var anonymousIdle = 0.0
    var resident = 0.0
    /// Drafts that were stored when the model answered, and how long that took after its first answer.
    var drafts = 0
    var seconds = 0.0

    enum CodingKeys: String, CodingKey {
        case drafts
        case inFlight = "in_flight"
        case anonymous = "anonymous_mb"
        case anonymousIdle = "anonymous_idle_mb"
        case resident = "resident_mb"
        case seconds = "drafts_s"
    }
}
