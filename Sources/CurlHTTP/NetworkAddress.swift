internal import Glibc

/// An IPv4 or IPv6 address, and whether it belongs to the public internet.
struct NetworkAddress: Sendable, Equatable {
    /// 4 or 16, the most significant first.
    let bytes: [UInt8]

    /// Reads the numeric form; `nil` for names. A zone (`fe80::1%eth0`) is passed over.
    init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        var v4 = in_addr()
        if inet_pton(AF_INET, String(text), &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, String(text), &v6) == 1 else { return nil }
        bytes = withUnsafeBytes(of: v6) { Array($0) }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isLoopback: Bool {
        if let embedded { return embedded.isLoopback }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == Self.loopback6
    }

    /// Whether it is reachable from the internet at large: neither private, loopback, link-local, shared, multicast nor
    /// set aside for another use (the IANA special-purpose address registries, RFC 6890). An IPv6 form that carries
    /// an IPv4 address is judged by that.
    var isPublic: Bool {
        if let embedded { return embedded.isPublic }
        let reserved = bytes.count == 4 ? Self.reserved4 : Self.reserved6
        // Of IPv6 only 2000::/3 is handed out.
        guard bytes.count == 4 || bytes[0] & 0xE0 == 0x20 else { return false }
        return !reserved.contains { $0.contains(bytes) }
    }

    /// The IPv4 address inside a mapped (::ffff:0:0/96), translated (64:ff9b::/96) or 6to4 (2002::/16) one.
    private var embedded: NetworkAddress? {
        guard bytes.count == 16 else { return nil }
        if Self.mapped.contains(bytes) || Self.translated.contains(bytes) {
            return NetworkAddress(bytes: Array(bytes[12...]))
        }
        return Self.sixToFour.contains(bytes) ? NetworkAddress(bytes: Array(bytes[2..<6])) : nil
    }

    private static let loopback6 = [UInt8](repeating: 0, count: 15) + [1]
    private static let mapped = Prefix([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96)
    private static let translated = Prefix([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 96)
    private static let sixToFour = Prefix([0x20, 0x02], 16)

    private static let reserved4 = [
        Prefix([0], 8), Prefix([10], 8), Prefix([100, 64], 10), Prefix([127], 8), Prefix([169, 254], 16),
        Prefix([172, 16], 12), Prefix([192, 0, 0], 24), Prefix([192, 0, 2], 24), Prefix([192, 88, 99], 24),
        Prefix([192, 168], 16), Prefix([198, 18], 15), Prefix([198, 51, 100], 24), Prefix([203, 0, 113], 24),
        Prefix([224], 4), Prefix([240], 4),
    ]
    private static let reserved6 = [
        // Teredo and other protocol assignments, and the two ranges for documentation.
        Prefix([0x20, 0x01, 0x00], 23), Prefix([0x20, 0x01, 0x0D, 0xB8], 32), Prefix([0x3F, 0xFF, 0x00], 20),
    ]
}

extension NetworkAddress {
    /// A network: its first bytes, and how many bits of them count.
    private struct Prefix: Sendable {
        let bytes: [UInt8]
        let bits: Int

        init(_ bytes: [UInt8], _ bits: Int) {
            self.bytes = bytes
            self.bits = bits
        }

        func contains(_ address: [UInt8]) -> Bool {
            for index in 0..<((bits + 7) / 8) {
                let rest = bits - index * 8
                let mask: UInt8 = rest >= 8 ? 0xFF : ~(0xFF >> UInt8(rest))
                let wanted = index < bytes.count ? bytes[index] : 0
                guard address[index] & mask == wanted & mask else { return false }
            }
            return true
        }
    }
}
