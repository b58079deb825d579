/// The address of a web server or of an API on it: `https://host:port/path?query`, without user, password or fragment.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`.
    public let scheme: String
    /// In lower case; IPv6 in its brackets.
    public let host: String
    /// nil for the scheme's default.
    public let port: Int?
    /// Empty, or from its `/` on; percent-encoded.
    public let path: String
    /// Without its `?`; percent-encoded.
    public let query: String?

    init(scheme: String = "https", host: String, port: Int? = nil, path: String = "", query: String? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// The address as text, ready for a request.
    public var absoluteString: String {
        "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") + path + (query.map { "?\($0)" } ?? "")
    }

    public var description: String { absoluteString }

    /// The address one path further; a query stays at the end.
    ///
    /// - Parameter part: percent-encoded, without `/` at its beginning.
    public func appending(_ part: String) -> WebAddress {
        let base = path.hasSuffix("/") ? path : path + "/"
        return WebAddress(scheme: scheme, host: host, port: port, path: base + part, query: query)
    }

    /// The address with the last part of its path replaced: beside `/v1`, `/health`. Without the query.
    ///
    /// - Parameter part: percent-encoded, without `/` at its beginning.
    public func sibling(_ part: String) -> WebAddress {
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let folder = path.isEmpty ? "/" : String(path[..<end])
        return WebAddress(scheme: scheme, host: host, port: port, path: folder + part)
    }

    /// True when the host is this machine.
    public var isLoopback: Bool { Loopback.contains(host) }
}

extension WebAddress {
    /// Reads an address. Its problem never quotes the address, which may hold a token.
    public init(_ text: String) throws(InvalidValue) {
        guard text.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }),
            let mark = text.firstRange(of: "://")
        else { throw InvalidValue("is not the full address of a web server, https:// included") }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw InvalidValue("must start with https://") }
        let rest = text[mark.upperBound...]
        guard !rest.contains("#") else { throw InvalidValue("must not hold a #") }
        let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw InvalidValue("must not hold a user name or password") }
        let host = try ConnectionAddress.Host(authority)
        let question = rest[end...].firstIndex(of: "?")
        self.init(
            scheme: scheme, host: host.name.contains(":") ? "[\(host.name)]" : host.name, port: host.port,
            path: String(rest[end..<(question ?? rest.endIndex)]),
            query: question.map { String(rest[rest.index(after: $0)...]) })
    }

    /// The same address without `/` at the end of its path.
    var withoutTrailingSlash: WebAddress {
        let end = path.lastIndex { $0 != "/" }.map { path.index(after: $0) } ?? path.startIndex
        return WebAddress(scheme: scheme, host: host, port: port, path: String(path[..<end]), query: query)
    }
}
