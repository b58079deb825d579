import Foundation

/// A picture of coloured squares as a PNG, not compressed: its size is known, and it differs by its seed.
struct PNGPicture {
    let width: Int
    let height: Int
    let seed: UInt64

    func data() -> Data {
        var png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // 8 bits of red, green and blue; no interlacing.
        png += chunk("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 2, 0, 0, 0])
        png += chunk("IDAT", stored(rows()))
        png += chunk("IEND", [])
        return png
    }

    /// Each row begins with its filter, which is none.
    private func rows() -> [UInt8] {
        var random = Xoshiro256(seed: seed)
        let side = max(1, width / 8)
        let colours = (0..<(width / side + 1) * (height / side + 1)).map { _ in random.next() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(height * (1 + width * 3))
        for y in 0..<height {
            bytes.append(0)
            for x in 0..<width {
                let colour = colours[y / side * (width / side + 1) + x / side]
                bytes += [UInt8(truncatingIfNeeded: colour), UInt8(truncatingIfNeeded: colour >> 8), 160]
            }
        }
        return bytes
    }

    /// zlib's format with blocks that are stored as they are, of at most 65,535 bytes (RFC 1950, RFC 1951).
    private func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        result.reserveCapacity(bytes.count + bytes.count / 6_000 + 16)
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let length = UInt16(end - start)
            result.append(end == bytes.count ? 1 : 0)
            for number in [length, ~length] { result += [UInt8(number & 0xFF), UInt8(number >> 8)] }
            result += bytes[start..<end]
            start = end
        } while start < bytes.count
        return result + bigEndian(adler(bytes))
    }

    private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(Self.checksum(body))
    }

    private func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private func adler(_ bytes: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    /// CRC-32 as PNG wants it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
}
