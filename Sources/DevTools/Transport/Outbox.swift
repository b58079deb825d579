/// Frames that wait to be written, first in first out, bounded in bytes.
struct Outbox {
    let limit: Int
    private(set) var byteCount = 0
    private var frames: [[UInt8]] = []
    private var first = 0

    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { first == frames.count }

    /// False, and nothing taken, when the frame would pass the limit.
    mutating func append(_ frame: [UInt8]) -> Bool {
        guard byteCount + frame.count <= limit else { return false }
        byteCount += frame.count
        frames.append(frame)
        return true
    }

    mutating func popFirst() -> [UInt8]? {
        guard first < frames.count else { return nil }
        let frame = frames[first]
        frames[first] = []
        first += 1
        byteCount -= frame.count
        if first == frames.count {
            frames.removeAll(keepingCapacity: frames.capacity <= 256)
            first = 0
        }
        return frame
    }
}
