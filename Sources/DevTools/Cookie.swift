public import FoundationEssentials

/// A cookie of the browser. Its value is a secret: `description` leaves it out.
public struct Cookie: Codable, Sendable, Hashable {
    /// The site that a partitioned cookie belongs to.
    public struct Partition: Codable, Sendable, Hashable {
        public let topLevelSite: String
        public let hasCrossSiteAncestor: Bool
    }

    public let name: String
    public let value: String
    public let domain: String
    public let path: String
    /// Nil for a cookie that ends with the browser's session.
    public let expires: Date?
    public let isHTTPOnly: Bool
    public let isSecure: Bool
    /// `Strict`, `Lax` or `None`; nil where the site did not say.
    public let sameSite: String?
    public let partition: Partition?

    public init(
        name: String, value: String, domain: String, path: String = "/", expires: Date? = nil,
        isHTTPOnly: Bool = false, isSecure: Bool = false, sameSite: String? = nil, partition: Partition? = nil
    ) {
        self.name = name
        self.value = value
        self.domain = domain
        self.path = path
        self.expires = expires
        self.isHTTPOnly = isHTTPOnly
        self.isSecure = isSecure
        self.sameSite = sameSite
        self.partition = partition
    }
}

extension Cookie: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Cookie(\(name)=***, domain: \(domain), path: \(path))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "domain": domain, "path": path]) }
}
