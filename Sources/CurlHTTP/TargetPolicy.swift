/// Which URLs a client may be sent to: https anywhere, http to loopback hosts and to those listed.
struct TargetPolicy: Sendable, Equatable {
    private let plainHTTPHosts: Set<String>

    init(plainHTTPHosts: Set<String>) {
        self.plainHTTPHosts = Set(plainHTTPHosts.map { $0.lowercased() })
    }

    /// - Throws: `.refusedScheme` with what would be allowed.
    func check(_ target: HTTPTarget) throws(HTTPError) {
        switch target.scheme {
        case "https":
            return
        case "http" where target.isLoopback || plainHTTPHosts.contains(target.host):
            return
        case "http":
            throw HTTPError(
                .refusedScheme,
                "Plain http to \(target.origin) is refused: use https, or list the host among the plain http hosts.",
                requestMayHaveBeenProcessed: false)
        default:
            throw HTTPError(
                .refusedScheme, "The scheme '\(target.scheme)' is refused: use https.",
                requestMayHaveBeenProcessed: false)
        }
    }
}
