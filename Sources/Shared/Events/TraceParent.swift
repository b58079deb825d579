/// A W3C `traceparent`: `00-<32 hex trace id>-<16 hex span id>-<2 hex flags>`, all lower case, ids not all zero.
public struct TraceParent: Sendable, Equatable, Hashable, CustomStringConvertible {
    public let traceID: String
    public let spanID: String
    public let isSampled: Bool

    /// A new trace with random ids.
    public static func start() -> TraceParent {
        TraceParent(
            traceID: randomHex() + randomHex(), spanID: randomHex(), isSampled: true)
    }

    /// The same trace, one step further.
    public func child() -> TraceParent {
        TraceParent(traceID: traceID, spanID: Self.randomHex(), isSampled: isSampled)
    }

    /// Nil for anything the specification calls invalid; the caller then starts a new trace.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHex(parts[0], 2), Self.isHex(parts[1], 32), Self.isHex(parts[2], 16), Self.isHex(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), isSampled: flags & 1 == 1)
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    public var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func randomHex() -> String {
        let digits = String(UInt64.random(in: 1...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
