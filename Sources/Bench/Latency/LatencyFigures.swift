/// How long events took from the outbox to a consumer, in milliseconds.
struct LatencyFigures: Sendable, Equatable, Encodable {
    var wanted: Int
    /// Events a second that were really written.
    var achieved: Double
    var count: Int
    /// From the return of the call that committed the event.
    var p50: Double
    var p99: Double
    /// From the beginning of that call.
    var p50FromStart: Double
    var p99FromStart: Double

    enum CodingKeys: String, CodingKey {
        case wanted = "rate_per_s"
        case achieved = "achieved_per_s"
        case count = "events"
        case p50 = "p50_ms"
        case p99 = "p99_ms"
        case p50FromStart = "p50_from_write_start_ms"
        case p99FromStart = "p99_from_write_start_ms"
    }

    init(wanted: Int, achieved: Double, sinceReturn: Samples, sinceStart: Samples) {
        self.wanted = wanted
        self.achieved = achieved.rounded(to: 1)
        count = sinceReturn.count
        p50 = sinceReturn.percentile(50).rounded(to: 2)
        p99 = sinceReturn.percentile(99).rounded(to: 2)
        p50FromStart = sinceStart.percentile(50).rounded(to: 2)
        p99FromStart = sinceStart.percentile(99).rounded(to: 2)
    }
}
