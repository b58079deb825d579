import FoundationEssentials
import Shared

/// Where a Gateway socket goes: `wss://host/path?v=10&encoding=json`.
struct GatewayAddress: Equatable, Sendable {
    var host: String
    var port: Int
    var isSecure: Bool
    var path: String

    /// Nil for anything but `wss`, and for `ws` to a host that is not allowed to be spoken to in plain text.
    init?(_ url: String, plainHosts: [String]) {
        guard let parsed = URL(string: url), let host = parsed.host(), let scheme = parsed.scheme?.lowercased(),
            scheme == "wss" || scheme == "ws"
        else { return nil }
        isSecure = scheme == "wss"
        guard isSecure || Loopback.contains(host) || plainHosts.contains(host.lowercased()) else { return nil }
        self.host = host
        port = parsed.port ?? (isSecure ? 443 : 80)
        let path = parsed.path(percentEncoded: true)
        self.path = (path.isEmpty ? "/" : path) + "?v=10&encoding=json"
    }
}
