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
        var text = text
        let parsed = text.withUTF8 { bytes -> (String, String, Bool)? in
            // A version after ours may have more behind a further dash.
            guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
                bytes.count == 55 || bytes[55] == Self.dash && !Self.isVersionZero(bytes),
                Self.isHex(bytes[0..<2]), bytes[0] != Self.f || bytes[1] != Self.f, Self.isHex(bytes[3..<35]),
                Self.isHex(bytes[36..<52]), Self.isHex(bytes[53..<55]), bytes[3..<35].contains(where: { $0 != 48 }),
                bytes[36..<52].contains(where: { $0 != 48 })
            else { return nil }
            // The lowest bit of a hexadecimal digit; the letters begin at an odd byte, and a is even.
            let isSampled = (bytes[54] < Self.a ? bytes[54] : bytes[54] &- Self.a) & 1 == 1
            return (
                String(decoding: bytes[3..<35], as: UTF8.self), String(decoding: bytes[36..<52], as: UTF8.self),
                isSampled
            )
        }
        guard let (traceID, spanID, isSampled) = parsed else { return nil }
        self.init(traceID: traceID, spanID: spanID, isSampled: isSampled)
    }

    private static let dash = UInt8(ascii: "-")
    private static let a = UInt8(ascii: "a")
    private static let f = UInt8(ascii: "f")

    private static func isVersionZero(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes[0] == 48 && bytes[1] == 48 }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    public var description: String {
        var text = "00-"
        text.reserveCapacity(55)
        text += traceID
        text += "-"
        text += spanID
        text += isSampled ? "-01" : "-00"
        return text
    }

    private static func isHex(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        bytes.allSatisfy { $0 &- 48 < 10 || $0 &- Self.a < 6 }
    }

    private static func randomHex() -> String { Hexadecimal.digits(of: UInt64.random(in: 1...UInt64.max)) }
}
