import Shared

/// Which addresses are asked for attachments. Pure.
///
/// A page may name any address, and what is read there is passed on to people: only the platform's own host and those
/// that the selector pack names are asked.
struct AttachmentAddress: Sendable {
    private let platform: WebAddress?
    private let hosts: [String]

    /// - Parameters:
    ///   - base: the platform's address.
    ///   - hosts: see ``SelectorPack/attachmentHosts``.
    init(base: String, hosts: [String]) {
        platform = try? WebAddress(base)
        self.hosts = hosts
    }

    func allows(_ address: String) -> Bool {
        guard let address = try? WebAddress(address) else { return false }
        if let platform, address.scheme == platform.scheme, address.host == platform.host,
            address.port == platform.port
        {
            return true
        }
        return address.scheme == "https" && address.port == nil
            && hosts.contains { pattern in
                pattern.hasPrefix("*.") ? address.host.hasSuffix(pattern.dropFirst()) : address.host == pattern
            }
    }
}
