/// A service's process, with nothing to do and with something.
struct ServiceFigures: Sendable, Equatable, Encodable {
    struct State: Sendable, Equatable, Encodable {
        var anonymous: Double
        var resident: Double
        /// Of one core.
        var cpuPercent: Double

        enum CodingKeys: String, CodingKey {
            case anonymous = "anonymous_mb"
            case resident = "resident_mb"
            case cpuPercent = "cpu_percent"
        }

        /// Between two looks at it; memory is that of the second.
        init(from first: ProcessFigures, to second: ProcessFigures, within duration: Duration) {
            anonymous = second.anonymousBytes.megabytes
            resident = second.residentBytes.megabytes
            cpuPercent = ((second.cpuSeconds - first.cpuSeconds) / duration.seconds * 100).rounded(to: 1)
        }
    }

    var idle: State
    var loaded: State
    /// Events a second that it was given, and handled.
    var load: Double

    enum CodingKeys: String, CodingKey {
        case idle, loaded
        case load = "events_per_s"
    }
}
