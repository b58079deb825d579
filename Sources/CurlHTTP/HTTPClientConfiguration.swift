/// How an ``HTTPClient`` connects. TLS is 1.2 or later and certificates are always verified; there is no switch for it.
/// Proxies from the environment are not used, because what they connect to could not be checked.
///
/// - `plainHTTPHosts` (names, none): hosts to which `http:` is allowed besides the loopback ones (`localhost`,
///   127.0.0.0/8, ::1), such as those inside a compose network. Whole names, without a port.
/// - `certificateAuthorityFile` (path, the system's store): PEM file of the authorities to trust instead.
/// - `maximumConnectionsPerHost` (1..., 8): further requests to the host wait for a connection.
/// - `maximumInFlight` (1..., 64): further requests wait in order.
/// - `maximumWaiting` (0..., 1024): requests beyond these are refused with `.overloaded`.
/// - `idleConnectionAge` (seconds or more, 45 s): a connection unused for longer is not used again. Shorter than the 60 s
///   after which common load balancers drop one, since a request caught by that drop ends in `.reset`.
/// - `userAgent` (text, `switchboard`): sent where a request brings none.
public struct HTTPClientConfiguration: Sendable, Equatable {
    public var plainHTTPHosts: Set<String>
    public var certificateAuthorityFile: String?
    public var maximumConnectionsPerHost: Int
    public var maximumInFlight: Int
    public var maximumWaiting: Int
    public var idleConnectionAge: Duration
    public var userAgent: String

    public init(
        plainHTTPHosts: Set<String> = [],
        certificateAuthorityFile: String? = nil,
        maximumConnectionsPerHost: Int = 8,
        maximumInFlight: Int = 64,
        maximumWaiting: Int = 1024,
        idleConnectionAge: Duration = .seconds(45),
        userAgent: String = "switchboard"
    ) {
        self.plainHTTPHosts = plainHTTPHosts
        self.certificateAuthorityFile = certificateAuthorityFile
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
        self.maximumInFlight = maximumInFlight
        self.maximumWaiting = maximumWaiting
        self.idleConnectionAge = idleConnectionAge
        self.userAgent = userAgent
    }
}
