import Shared

/// Discord's ids tell when they were made: milliseconds since 2015 in their upper 42 bits.
enum Snowflake {
    private static let epoch: Int64 = 1_420_070_400_000

    /// The smallest id that can be made at a time, as text; for asking for what is newer.
    static func first(at time: Timestamp) -> String { "\(UInt64(max(0, time.milliseconds - epoch)) << 22)" }

    /// When an id was made.
    static func moment(of id: String) -> Timestamp {
        Timestamp(milliseconds: epoch + Int64((UInt64(id) ?? 0) >> 22))
    }
}
