internal import CCurl

/// A URL as libcurl itself understands it, so that what is checked here is what is connected to.
struct HTTPTarget: Sendable, Equatable {
    /// Lower case.
    let scheme: String
    /// Lower case, percent-decoded, IPv4 addresses in their four-part form, IPv6 ones without brackets.
    let host: String
    let port: Int
    /// Normalised, without a fragment.
    let url: String

    /// - Throws: `.invalidURL` when it cannot be read or holds credentials.
    init(url text: String) throws(HTTPError) {
        guard let parts = curl_url() else {
            throw Self.invalid("There is no memory left to read the URL.")
        }
        defer { curl_url_cleanup(parts) }
        // Schemes that libcurl does not know are read all the same, so that refusing them is the client's word.
        let outcome = curl_url_set(parts, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard outcome == CURLUE_OK else {
            let reason = String(cString: curl_url_strerror(outcome))
            throw Self.invalid("The URL cannot be read (\(reason)): give an absolute one such as https://example.com/.")
        }
        guard Self.part(CURLUPART_USER, of: parts) == nil, Self.part(CURLUPART_PASSWORD, of: parts) == nil else {
            throw Self.invalid("The URL holds a user name or password: send them in an Authorization header.")
        }
        _ = curl_url_set(parts, CURLUPART_FRAGMENT, nil, 0)
        guard let scheme = Self.part(CURLUPART_SCHEME, of: parts),
            let url = Self.part(CURLUPART_URL, of: parts)
        else {
            throw Self.invalid("The URL has no scheme or no host: give an absolute one such as https://example.com/.")
        }
        let host = Self.part(CURLUPART_HOST, of: parts) ?? ""
        self.scheme = scheme.lowercased()
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()).lowercased() : host.lowercased()
        self.port = Self.part(CURLUPART_PORT, of: parts, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 0
        self.url = url
    }

    /// Scheme, host and port; what may be shown of a URL, and what two URLs must share for secrets to go along.
    var origin: String {
        let host = host.contains(":") ? "[\(host)]" : host
        let isDefaultPort = (scheme == "https" && port == 443) || (scheme == "http" && port == 80)
        return isDefaultPort ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    var isSecure: Bool { scheme == "https" }

    /// Whether the name itself says that it stays on this machine. libcurl resolves `localhost` to loopback without
    /// asking anybody.
    var isLoopback: Bool {
        host == "localhost" || NetworkAddress(host)?.isLoopback == true
    }

    private static func invalid(_ message: String) -> HTTPError {
        HTTPError(.invalidURL, message, requestMayHaveBeenProcessed: false)
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
