/// Divides bytes into lines, of which none is kept longer than a limit.
struct BoundedLines: Sendable {
    enum Line: Equatable, Sendable {
        case bytes([UInt8])
        /// Its bytes are gone; the lines behind it are not.
        case tooLong
    }

    private let limit: Int
    private var current: [UInt8] = []
    private var isTooLong = false

    /// - Parameter limit: of a line, in bytes, without its end.
    init(limit: Int) { self.limit = limit }

    /// The lines that end within these bytes.
    mutating func take(_ bytes: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            if byte == 0x0A {
                lines.append(end())
            } else if current.count < limit {
                current.append(byte)
            } else {
                isTooLong = true
            }
        }
        return lines
    }

    /// What is left when nothing follows.
    mutating func finish() -> [Line] { current.isEmpty ? [] : [end()] }

    private mutating func end() -> Line {
        defer { (current, isTooLong) = ([], false) }
        return isTooLong ? .tooLong : .bytes(current)
    }
}
