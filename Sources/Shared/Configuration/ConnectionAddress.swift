/// The address of a broker or a database: `scheme://user:password@host:port,host:port/path?options`.
///
/// Printing it gives the address with `***` in place of every password; ``reveal()`` gives all of it to the client
/// library.
public struct ConnectionAddress: Sendable, Equatable {
    public struct Host: Sendable, Equatable {
        /// A name or an IP address in lower case, without the brackets of IPv6.
        public let name: String
        /// nil when the address leaves it to the protocol's default.
        public let port: Int?
    }

    public struct Option: Sendable, Equatable {
        /// As written; MongoDB does not mind the case of letters.
        public let name: String
        /// Percent-encoded.
        public let value: String
    }

    /// In lower case.
    public let scheme: String
    public let hosts: [Host]
    /// What follows the hosts, without the `/` in front and without the options; percent-encoded.
    public let path: String
    public let options: [Option]
    private let text: String
    private let masked: String

    /// The whole address, passwords included.
    public func reveal() -> String { text }

    /// True when every host is this machine.
    public var isLoopback: Bool { hosts.allSatisfy { Loopback.contains($0.name) } }
}

extension ConnectionAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { masked }
    public var debugDescription: String { masked }
    public var customMirror: Mirror { Mirror(self, children: ["address": masked], displayStyle: .struct) }
}

extension ConnectionAddress {
    /// Reads an address. The problem never quotes it, because it may hold a password.
    public init(_ text: String, schemes: [String]) throws(InvalidValue) {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            throw InvalidValue("holds a space or a line break; a space in a user name or password is written %20")
        }
        guard let mark = text.firstRange(of: "://"), schemes.contains(text[..<mark.lowerBound].lowercased()) else {
            throw InvalidValue("must start with \(schemes.map { "\($0)://" }.joined(separator: " or "))")
        }
        let end = text[mark.upperBound...].firstIndex { "/?".contains($0) } ?? text.endIndex
        let authority = text[mark.upperBound..<end]
        let at = authority.lastIndex(of: "@")
        let hostList = at.map { authority[authority.index(after: $0)...] } ?? authority
        var hosts: [Host] = []
        for part in hostList.split(separator: ",", omittingEmptySubsequences: false) { hosts.append(try Host(part)) }
        let question = text[end...].firstIndex(of: "?") ?? text.endIndex
        let options = text[question...].dropFirst().split(separator: "&").map(Option.init)
        let login = at.map { authority[..<$0] }.map { Self.masked(login: $0) + "@" } ?? ""
        let shownOptions = options.map(\.masked).joined(separator: "&")

        scheme = text[..<mark.lowerBound].lowercased()
        self.hosts = hosts
        path = String(text[end..<question].drop { $0 == "/" })
        self.options = options
        self.text = text
        masked =
            "\(text[..<mark.upperBound])\(login)\(hostList)\(text[end..<question])"
            + (shownOptions.isEmpty ? "" : "?\(shownOptions)")
    }

    /// An address of one host on this machine, for a default.
    init(
        local scheme: String, login: (user: String, password: String)? = nil, port: Int, path: String,
        options: [Option] = []
    ) {
        let query = options.isEmpty ? "" : "?" + options.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let place = "127.0.0.1:\(port)/\(path)\(query)"
        self.scheme = scheme
        hosts = [Host(name: "127.0.0.1", port: port)]
        self.path = path
        self.options = options
        text = "\(scheme)://" + (login.map { "\($0.user):\($0.password)@" } ?? "") + place
        masked = "\(scheme)://" + (login.map { "\($0.user):\(Secret.mask)@" } ?? "") + place
    }

    private static func masked(login: Substring) -> String {
        login.firstIndex(of: ":").map { "\(login[..<$0]):\(Secret.mask)" } ?? String(login)
    }
}

extension ConnectionAddress.Host {
    /// Reads `name`, `name:port` or `[IPv6]:port`.
    init(_ text: Substring) throws(InvalidValue) {
        var name = text
        var port: Substring?
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw InvalidValue("has an IPv6 address without its ]") }
            name = text[..<close].dropFirst()
            let rest = text[close...].dropFirst()
            guard rest.isEmpty || rest.first == ":" else { throw InvalidValue("has text between ] and the port") }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            port = text[colon...].dropFirst()
        }
        guard !name.isEmpty else { throw InvalidValue("names no host") }
        guard let port else {
            self.init(name: name.lowercased(), port: nil)
            return
        }
        // "+1" is a number to Swift.
        guard let number = Int(port), (1...65_535).contains(number), port.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            throw InvalidValue(
                "has a port that is not 1 to 65535, or a / : @ in the password that is not percent-encoded")
        }
        self.init(name: name.lowercased(), port: number)
    }
}

extension ConnectionAddress.Option {
    init(_ pair: Substring) {
        let equals = pair.firstIndex(of: "=") ?? pair.endIndex
        self.init(name: String(pair[..<equals]), value: String(pair[equals...].dropFirst()))
    }

    fileprivate var masked: String { "\(name)=\(name.lowercased().contains("password") ? Secret.mask : value)" }
}
