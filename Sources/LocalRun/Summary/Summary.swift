// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// What a run did: the last line of `SWITCHBOARD_RUN_FOR=60 make run`.
struct Summary: Codable, Equatable, Sendable {
    /// Messages that people wrote on the page.
    var received = 0
    var drafted = 0
    var approved = 0
    /// Approved replies whose bubble was read back.
    var delivered = 0
    /// Messages relayed to threads.
    var discord_messages = 0
    var sheet_rows = 0
    /// Written on the page and missing in Discord or the sheet, or approved without an end that was told.
    var lost = 0
    /// Shown, written or typed more often than it was said or approved.
    var duplicated = 0
    var out_of_order = 0
    /// Message on the page → message in Discord.
    var p50_ms: Int64?
    var p99_ms: Int64?
    /// Message on the page → the approved reply's bubble read back.
    var round_trip_p50_ms: Int64?
    var messages_per_second = 0.0
    /// Of each service, at rest after the run.
    var memory: [String: Memory] = [:]

    struct Memory: Codable, Equatable, Sendable {
        var anonymous_mb: Double
        var resident_mb: Double
    }

    var isClean: Bool { lost == 0 && duplicated == 0 && out_of_order == 0 }
}
