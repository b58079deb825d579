import FoundationEssentials
import Synchronization

/// MongoDB's 12-byte identifier: seconds since 1970, a random number of this process, and a counter.
public struct BSONObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Exactly 12 bytes, split so that the value needs no memory of its own.
    private let high: UInt64
    private let low: UInt32

    /// Takes exactly 12 bytes; `nil` for any other number.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 12 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Takes exactly 24 hexadecimal digits; `nil` for anything else.
    public init?(hex: String) {
        guard hex.utf8.count == 24, hex.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let high = UInt64(hex.prefix(16), radix: 16), let low = UInt32(hex.suffix(8), radix: 16)
        else { return nil }
        self.high = high
        self.low = low
    }

    /// A new identifier of this moment, unique among all that this and other processes make.
    public init() {
        self.init(seconds: Int64(Date().timeIntervalSince1970))
    }

    /// A new identifier of a given moment.
    ///
    /// - Parameter seconds: seconds since 1970, of which the lower 32 bits are kept.
    public init(seconds: Int64) {
        let count = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue & 0xFF_FFFF
        let process = Self.process
        high = UInt64(UInt32(truncatingIfNeeded: seconds)) << 32 | process >> 8
        low = UInt32(truncatingIfNeeded: process & 0xFF) << 24 | UInt32(truncatingIfNeeded: count)
    }

    /// The 12 bytes as they are stored.
    public var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * $0)) }
    }

    /// 24 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    public var description: String { hex }

    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// Five random bytes, chosen once a process, as the specification asks.
    private static let process = UInt64.random(in: 0..<(1 << 40))
    private static let counter = Atomic<UInt64>(UInt64.random(in: 0..<(1 << 24)))
}

extension BSONObjectID: Codable {
    /// 24 hexadecimal digits in any format but BSON, where it is stored as an identifier.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let hex = try container.decode(String.self)
        guard let value = BSONObjectID(hex: hex) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 24 hexadecimal digits")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
