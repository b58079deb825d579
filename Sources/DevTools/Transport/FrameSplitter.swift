import FoundationEssentials
import Glibc

/// Cuts the browser's byte stream at NUL bytes into frames.
///
/// A frame longer than the limit is dropped as it arrives, and so costs no memory: a page can make one at will (by
/// logging a huge string), and it must not be able to end the browser with it.
struct FrameSplitter {
    let limit: Int
    /// Frames dropped for their length.
    private(set) var dropped = 0
    private var partial = Data()
    private var isDropping = false

    init(limit: Int) {
        self.limit = limit
    }

    /// The frames that `bytes` completes, in order. Empty frames are left out.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> [Data] {
        var frames: [Data] = []
        var rest = bytes[...]
        while let end = Self.firstNUL(in: rest) {
            take(rest[rest.startIndex..<end])
            rest = rest[(end + 1)...]
            if !isDropping, !partial.isEmpty { frames.append(partial) }
            partial = Data()
            isDropping = false
        }
        take(rest)
        return frames
    }

    private mutating func take(_ part: Slice<UnsafeRawBufferPointer>) {
        guard !isDropping, !part.isEmpty else { return }
        if partial.count + part.count > limit {
            partial = Data()
            isDropping = true
            dropped += 1
        } else {
            partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
        }
    }

    private static func firstNUL(in part: Slice<UnsafeRawBufferPointer>) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: part)
        guard let start = bytes.baseAddress, let found = memchr(start, 0, bytes.count) else { return nil }
        return part.startIndex + start.distance(to: found)
    }
}
