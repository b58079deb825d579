import FoundationEssentials

/// `Storage.*`: the browser's cookies.
enum StorageDomain {
    struct GetCookies: Command {
        struct Result: Decodable, Sendable {
            let cookies: [WireCookie]
        }

        static let method = "Storage.getCookies"
    }

    struct SetCookies: Command {
        static let method = "Storage.setCookies"
        typealias Result = Nothing
        let cookies: [WireCookie]
    }

    /// A cookie as the protocol writes it: `expires` is −1 (read) or absent (written) for a session cookie.
    struct WireCookie: Codable, Sendable {
        let name: String
        let value: String
        let domain: String
        let path: String
        let expires: Double?
        let httpOnly: Bool
        let secure: Bool
        let sameSite: String?
        let partitionKey: Cookie.Partition?

        init(_ cookie: Cookie) {
            name = cookie.name
            value = cookie.value
            domain = cookie.domain
            path = cookie.path
            expires = cookie.expires?.timeIntervalSince1970
            httpOnly = cookie.isHTTPOnly
            secure = cookie.isSecure
            sameSite = cookie.sameSite
            partitionKey = cookie.partition
        }

        var cookie: Cookie {
            Cookie(
                name: name, value: value, domain: domain, path: path,
                expires: expires.flatMap { $0 < 0 ? nil : Date(timeIntervalSince1970: $0) },
                isHTTPOnly: httpOnly, isSecure: secure, sameSite: sameSite, partition: partitionKey)
        }
    }
}
