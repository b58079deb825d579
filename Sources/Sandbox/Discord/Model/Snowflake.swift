import Foundation

/// A Discord id: milliseconds since 2015 in the upper 42 bits, a worker and a counter below, so ids sort by time.
struct Snowflake: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 2015-01-01T00:00:00Z, where Discord's time begins.
    static let epoch: Int64 = 1_420_070_400_000

    let rawValue: UInt64

    init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// Decimal digits without sign or leading zero, as ids travel in JSON and in paths.
    init?(_ text: String) {
        guard let value = UInt64(text), String(value) == text else { return nil }
        rawValue = value
    }

    /// Milliseconds since 1970.
    var milliseconds: Int64 { Int64(rawValue >> 22) + Self.epoch }

    var description: String { String(rawValue) }
    var json: JSONValue { .string(description) }

    static func < (left: Snowflake, right: Snowflake) -> Bool { left.rawValue < right.rawValue }
}

/// Makes ids that always increase, also when the clock stands still or goes back.
struct SnowflakeGenerator: Sendable {
    private let worker: UInt64
    private var last: UInt64 = 0

    init(random: SeededRandom) {
        var random = random
        worker = UInt64.random(in: 0..<1024, using: &random) << 12
    }

    mutating func next(at now: Date) -> Snowflake {
        let time = UInt64(max(0, now.milliseconds - Snowflake.epoch))
        // The counter's 12 bits start at 0 in each millisecond; past 4096 ids it runs over into the worker's bits,
        // which keeps the order, and the order is what readers rely on.
        last = max(time << 22 | worker, last + 1)
        return Snowflake(last)
    }
}
