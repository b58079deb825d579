public import struct FoundationEssentials.Date

extension Timestamp {
    /// The wall clock, cut to milliseconds.
    public static var now: Timestamp { Timestamp(Date()) }

    /// A date beyond the years 0 to 9999 becomes the nearest within: other programs' dates may be anything.
    public init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded(.down)
        self.init(milliseconds: Int64(max(-62_167_219_200_000, min(milliseconds, 253_402_300_799_999))))
    }

    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
