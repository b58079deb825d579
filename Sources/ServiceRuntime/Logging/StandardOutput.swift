import Glibc
import Synchronization

/// Writes whole lines to standard output, one writer at a time.
///
/// A reader that went away must not end the service: what cannot be written is dropped.
enum StandardOutput {
    private static let lock = Mutex(())

    static func write(_ line: String) {
        lock.withLock { _ in
            var line = line
            line.withUTF8 { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let written = Glibc.write(1, rest.baseAddress, rest.count)
                    if written < 0 && errno == EINTR { continue }
                    guard written > 0 else { return }
                    rest = rest.dropFirst(written)
                }
            }
        }
    }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
    fileprivate var baseAddress: UnsafePointer<UInt8>? { UnsafeBufferPointer(rebasing: self).baseAddress }
}
