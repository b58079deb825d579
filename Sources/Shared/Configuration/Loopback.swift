/// Which host names mean this machine, so that what is sent there cannot be read on the way.
public enum Loopback {
    /// `localhost`, names under it, 127.0.0.0/8 and ::1. Brackets around IPv6 do not matter.
    public static func contains(_ host: String) -> Bool {
        let name = host.lowercased()
        if ["localhost", "::1", "[::1]"].contains(name) || name.hasSuffix(".localhost") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
