import CRabbitMQ

/// Memory for the C structures of one call: taken piece by piece, given back all at once.
///
/// Strings have to stay in place while the library reads them; nesting a `withUTF8` for each of a message's fifteen
/// would be the alternative.
final class Arena {
    private static let chunkSize = 8192
    private let chunk = UnsafeMutableRawPointer.allocate(byteCount: Arena.chunkSize, alignment: 16)
    private var used = 0
    /// What did not fit the chunk.
    private var extra: [UnsafeMutableRawPointer] = []

    deinit {
        reset()
        chunk.deallocate()
    }

    /// Takes everything back; pointers from before are void.
    func reset() {
        used = 0
        if extra.isEmpty { return }
        for block in extra { block.deallocate() }
        extra.removeAll(keepingCapacity: true)
    }

    /// Uninitialized room for so many values of a C type, which needs no deinitialization.
    func room<T>(for type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
        raw(count * MemoryLayout<T>.stride).bindMemory(to: type, capacity: count)
    }

    /// A copy of the text's UTF-8.
    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    /// A copy of the bytes.
    func bytes(_ bytes: [UInt8]) -> amqp_bytes_t {
        bytes.withUnsafeBytes { copy($0) }
    }

    /// A copy of the text with a zero byte after it.
    func cString(_ text: String) -> UnsafePointer<CChar> {
        let copied = bytes(text + "\0")
        // The text ends in a zero byte, so it is never empty and always has an address.
        return UnsafePointer(copied.bytes.bindMemory(to: CChar.self, capacity: copied.len))
    }

    private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let base = source.baseAddress, source.count > 0 else { return amqp_bytes_t() }
        let target = raw(source.count)
        target.copyMemory(from: base, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: target)
    }

    private func raw(_ size: Int) -> UnsafeMutableRawPointer {
        let aligned = (size + 15) & ~15
        guard used + aligned <= Self.chunkSize else {
            let block = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: 16)
            extra.append(block)
            return block
        }
        defer { used += aligned }
        return chunk + used
    }
}
