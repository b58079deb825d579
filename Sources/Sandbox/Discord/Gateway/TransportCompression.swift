import Foundation

/// `compress=zlib-stream` and `compress=zstd-stream`: one compressed stream for a whole connection, flushed after each
/// payload. The bytes are stored, not squeezed: both formats allow blocks without compression, every reader accepts
/// them, and a stand-in on the same machine gains nothing from smaller ones.
struct TransportCompression: Sendable {
    enum Format: String, Sendable {
        case zlib = "zlib-stream"
        case zstd = "zstd-stream"
    }

    private let format: Format
    private var isStarted = false

    init(_ format: Format) {
        self.format = format
    }

    /// One payload as the next piece of the stream.
    mutating func next(_ payload: Data) -> Data {
        defer { isStarted = true }
        switch format {
        case .zlib: return (isStarted ? Data() : Data([0x78, 0x01])) + Self.deflateBlocks(payload)
        case .zstd: return (isStarted ? Data() : Self.zstdHeader) + Self.zstdBlocks(payload)
        }
    }

    /// RFC 1951, 3.2.4: stored blocks of at most 65,535 bytes; an empty one at the end is the mark of a sync flush
    /// (`00 00 FF FF`) by which clients know that a payload is complete.
    private static func deflateBlocks(_ payload: Data) -> Data {
        var output = Data()
        for chunk in payload.pieces(of: 65_535) + [Data()] {
            let length = UInt16(chunk.count)
            output.append(contentsOf: [0, UInt8(length & 0xff), UInt8(length >> 8)])
            output.append(contentsOf: [UInt8(~length & 0xff), UInt8(~length >> 8)])
            output.append(chunk)
        }
        return output
    }

    /// RFC 8878, 3.1.1: magic number, a descriptor without any option, and a window of 128 KiB.
    private static let zstdHeader = Data([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])

    /// RFC 8878, 3.1.1.2: raw blocks of at most the window's size, none marked as the last.
    private static func zstdBlocks(_ payload: Data) -> Data {
        var output = Data()
        for chunk in payload.pieces(of: 131_072) {
            let header = UInt32(chunk.count) << 3
            output.append(contentsOf: [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16 & 0xff)])
            output.append(chunk)
        }
        return output
    }
}

extension Data {
    fileprivate func pieces(of size: Int) -> [Data] {
        stride(from: startIndex, to: endIndex, by: size).map { self[$0..<Swift.min($0 + size, endIndex)] }
    }
}
