/// Bytes of JSON on their way out, as RFC 8259 has them, without a blank.
///
/// Whoever writes gives the structure; this knows strings and numbers. Slashes are not escaped, nor is anything else that
/// need not be.
final class JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var scratch: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    var count: Int { bytes.count }

    func byte(_ byte: UInt8) { bytes.append(byte) }

    /// Bytes that are JSON already.
    func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func raw(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    /// Bytes that need no escape, such as digits.
    func plain(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    private func string(_ text: UnsafeBufferPointer<UInt8>) {
        byte(UInt8(ascii: "\""))
        var start = 0
        for (index, unit) in text.enumerated() where Self.mustEscape(unit) {
            bytes.append(contentsOf: text[start..<index])
            start = index + 1
            byte(UInt8(ascii: "\\"))
            if let short = JSONString.escape(for: unit) {
                byte(short)
            } else {
                raw("u00")
                byte(UInt8(ascii: "0") + unit >> 4)
                byte(Self.digits.utf8Start[Int(unit & 0xF)])
            }
        }
        bytes.append(contentsOf: text[start...])
        byte(UInt8(ascii: "\""))
    }

    private static let digits: StaticString = "0123456789abcdef"

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Puts pieces of what was written since `start` in another order, with commas between them.
    func rearrange(from start: Int, _ pieces: some Sequence<JSONValueEncoder.Member>) {
        scratch.removeAll(keepingCapacity: true)
        for piece in pieces {
            if !scratch.isEmpty { scratch.append(UInt8(ascii: ",")) }
            scratch.append(contentsOf: bytes[piece.start..<piece.end])
            if let late = piece.late { scratch.append(contentsOf: late.finished()) }
        }
        bytes.removeLast(bytes.count - start)
        bytes.append(contentsOf: scratch)
    }
}
