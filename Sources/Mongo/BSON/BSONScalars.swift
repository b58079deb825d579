/// Bytes with a meaning. Two values are equal when subtype and bytes are.
public struct BSONBinary: Hashable, Sendable {
    /// 0 for plain bytes, 4 for a UUID; 0x80 and above are the user's own (bsonspec.org).
    public var subtype: UInt8
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8], subtype: UInt8 = 0) {
        self.bytes = bytes
        self.subtype = subtype
    }
}

/// A regular expression as the server understands it (PCRE). Neither part may contain a zero character.
public struct BSONRegex: Hashable, Sendable {
    public var pattern: String
    /// Letters such as `i` and `m`, kept in alphabetical order as the specification asks.
    public let options: String

    public init(_ pattern: String, options: String = "") {
        self.pattern = pattern
        self.options = String(options.sorted())
    }
}

/// MongoDB's internal timestamp, as in a change stream's cluster time. It is not a date for applications.
public struct BSONTimestamp: Hashable, Sendable, Comparable {
    /// Seconds since 1970.
    public var seconds: UInt32
    /// Orders the events of one second.
    public var increment: UInt32

    public init(seconds: UInt32, increment: UInt32) {
        self.seconds = seconds
        self.increment = increment
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.increment) < (right.seconds, right.increment)
    }
}

/// A 128-bit decimal number, carried through unread: 16 bytes in the order of the wire.
public struct BSONDecimal128: Hashable, Sendable {
    let low: UInt64
    let high: UInt64
}
