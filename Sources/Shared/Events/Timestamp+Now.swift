public import struct FoundationEssentials.Date

extension Timestamp {
    /// The wall clock, cut to milliseconds.
    public static var now: Timestamp { Timestamp(Date()) }

    public init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
    }

    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
