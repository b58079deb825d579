/// Bytes of JSON on their way out, as RFC 8259 has them, without a blank.
///
/// Whoever writes gives the structure; this knows strings and numbers. Slashes are not escaped, nor is anything else that
/// need not be. It keeps its bytes itself: an array in an object is checked for exclusive access at every byte.
final class JSONWriter {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// A copy of all that was written.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    func byte(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Bytes that are JSON already.
    func raw(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Text that needs no escape, such as digits.
    func plain(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    private func string(_ text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count + 2)
        byte(UInt8(ascii: "\""))
        var index = 0
        while true {
            let start = index
            index = JSONString.firstToEscape(text, from: start)
            append(UnsafeBufferPointer(rebasing: text[start..<index]))
            guard index < text.count else { break }
            escape(text[index])
            index += 1
        }
        byte(UInt8(ascii: "\""))
    }

    private func escape(_ unit: UInt8) {
        byte(UInt8(ascii: "\\"))
        if let short = JSONString.escape(for: unit) { return byte(short) }
        raw("u00")
        byte(UInt8(ascii: "0") + unit >> 4)
        byte(unit & 0xF + (unit & 0xF < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }

    /// Puts pieces of what was written since `start` in the order given, with commas between them.
    func rearrange(from start: Int, _ pieces: [JSONValueEncoder.Member]) {
        let old = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count - start, 1))
        defer { old.deallocate() }
        old.update(from: base + start, count: count - start)
        count = start
        for piece in pieces {
            if count > start { byte(UInt8(ascii: ",")) }
            append(UnsafeBufferPointer(start: old + (piece.start - start), count: piece.end - piece.start))
            if let late = piece.late { append(late) }
        }
    }

    private func append(_ late: JSONValueEncoder) {
        late.close()
        append(UnsafeBufferPointer(start: late.writer.base, count: late.writer.count))
    }

    private func append(_ source: UnsafeBufferPointer<UInt8>) {
        guard let first = source.baseAddress else { return }
        reserve(source.count)
        (base + count).update(from: first, count: source.count)
        count += source.count
    }

    private func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}
