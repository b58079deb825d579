import Synchronization

/// Makes event ids: UUID version 7 (RFC 9562), so that ids sort by the time they were made.
///
/// Ids made by one process never repeat and always ascend, also within one millisecond and when the clock steps back.
public enum EventID {
    private struct Last {
        var milliseconds: Int64 = 0
        var counter: UInt16 = 0
    }

    private static let last = Mutex(Last())

    public static func make(at time: Timestamp = .now) -> String {
        let (milliseconds, counter) = last.withLock { last in
            if time.milliseconds > last.milliseconds {
                // The top bit starts clear, which leaves room for 2,048 ids before the clock is borrowed from.
                last = Last(milliseconds: time.milliseconds, counter: UInt16.random(in: 0..<0x800))
            } else if last.counter < 0xFFF {
                last.counter += 1
            } else {
                last = Last(milliseconds: last.milliseconds + 1, counter: 0)
            }
            return (UInt64(last.milliseconds), last.counter)
        }
        let high = milliseconds << 16 | 0x7000 | UInt64(counter)
        let low = UInt64.random(in: 0...UInt64.max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { text in
            for dash in [8, 13, 18, 23] { text[dash] = UInt8(ascii: "-") }
            Hexadecimal.write(high >> 32, to: text, at: 0, count: 8)
            Hexadecimal.write(high >> 16, to: text, at: 9, count: 4)
            Hexadecimal.write(high, to: text, at: 14, count: 4)
            Hexadecimal.write(low >> 48, to: text, at: 19, count: 4)
            Hexadecimal.write(low, to: text, at: 24, count: 12)
            return 36
        }
    }
}
