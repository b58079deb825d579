/// Where a broker is and how a connection to it behaves. Nothing that describes it shows the password.
public struct AMQPConfiguration: Sendable {
    /// - `host` (default 127.0.0.1): a name or an address.
    public var host = "127.0.0.1"
    /// - `port` (default 5672, with TLS 5671).
    public var port = 5672
    /// - `user` (default guest). RabbitMQ lets guest in from the same machine only.
    public var user = "guest"
    /// - `password` (default guest).
    public var password = "guest"
    /// - `virtualHost` (default /).
    public var virtualHost = "/"
    /// - `usesTLS` (default false): TLS 1.2 or newer; the certificate and the host's name in it are always verified.
    public var usesTLS = false
    /// - `caFile` (default: the system's bundle): PEM file with the authorities that may sign the broker's certificate.
    public var caFile: String?

    /// - `heartbeat` (default 10 s): the peer counts as dead after two of these without a byte. Whole seconds, 1 s to
    ///   1 h; the broker may lower it. RabbitMQ's documentation recommends 5 to 20 s.
    public var heartbeat = Duration.seconds(10)
    /// - `connectTimeout` (default 10 s): for the TCP connection with TLS, and again for the login. Looking up the
    ///   name has the time limit of the system's resolver.
    public var connectTimeout = Duration.seconds(10)
    /// - `callTimeout` (default 30 s): for the answer to a declaration and the like. The connection ends when it is
    ///   over, since a late answer could be taken for that of the next call.
    public var callTimeout = Duration.seconds(30)
    /// - `confirmTimeout` (default 30 s): from the call of `publish` to the broker's confirm.
    public var confirmTimeout = Duration.seconds(30)
    /// - `closeTimeout` (default 5 s): from the call of `close` to the end.
    public var closeTimeout = Duration.seconds(5)

    /// - `publishWindow` (default 1000, at most 65536): messages that are sent and not yet confirmed.
    public var publishWindow = 1000
    /// - `publishWaitingLimit` (default 10000): calls of `publish` that wait for a place in the window.
    public var publishWaitingLimit = 10_000
    /// RabbitMQ's own limit for a body, in bytes.
    static let largestBody = 134_217_728

    /// - `maximumBodySize` (default 16 MiB): of a message. A larger one is not sent, and comes without its body
    ///   (`omittedBytes`). RabbitMQ 3.10 itself takes 128 MiB.
    public var maximumBodySize = 16 * 1024 * 1024

    /// - `largestFrame` (default nil: as agreed with the broker): the largest frame to take, in bytes. RabbitMQ sends
    ///   all the headers of a message in one frame, beyond what was agreed if they are larger, and a connection that
    ///   does not take it would end with every delivery of that message. On a connection with it, nothing is published.
    public var largestFrame: Int?

    /// - `connectionName` (optional): what the management pages show, such as `scraper/host/pid/publish`.
    public var connectionName: String?
    /// - `product` (default switchboard): told to the broker.
    public var product = "switchboard"
    /// - `productVersion` (optional): told to the broker.
    public var productVersion: String?

    /// A broker on this machine, as RabbitMQ is installed.
    public init() {}

    /// Where the connection goes, for messages: host and port.
    var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Throws when a value is outside its range.
    func validate() throws(AMQPError) {
        func check(_ isValid: Bool, _ message: String) throws(AMQPError) {
            if !isValid { throw AMQPError(.invalidArgument, message) }
        }
        try check(!host.isEmpty, "The host of the AMQP URL is empty: write amqp://user:password@host/.")
        try check((1...65535).contains(port), "The port \(port) is not one: use 1 to 65535.")
        try check(
            heartbeat >= .seconds(1) && heartbeat <= .seconds(3600),
            "The heartbeat is \(heartbeat): use 1 to 3600 seconds, best 5 to 20.")
        for (name, limit) in [
            ("connect", connectTimeout), ("call", callTimeout), ("confirm", confirmTimeout), ("close", closeTimeout),
        ] {
            try check(
                limit >= .milliseconds(1) && limit <= .seconds(86400),
                "The \(name) timeout is \(limit): use more than nothing and at most a day.")
        }
        try check(
            (1...65536).contains(publishWindow), "The publish window is \(publishWindow): use 1 to 65536 messages.")
        try check(publishWaitingLimit >= 0, "The number of waiting publishes cannot be negative.")
        try check(
            (1...Self.largestBody).contains(maximumBodySize),
            "The largest body is \(maximumBodySize) bytes: use 1 to 134217728, which is RabbitMQ's own limit.")
        try check(
            largestFrame.map { (4096...Self.largestBody).contains($0) } ?? true,
            "The largest frame is \(largestFrame ?? 0) bytes: use 4096 to 134217728.")
        for (name, text) in [("host", host), ("user", user), ("password", password), ("virtual host", virtualHost)] {
            try check(!text.utf8.contains(0), "The \(name) holds a zero byte: remove it.")
        }
        try WireSize.check(virtualHost, "virtual host")
    }
}

extension AMQPConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "\(usesTLS ? "amqps" : "amqp")://\(user):***@\(address)/\(virtualHost == "/" ? "" : virtualHost)"
    }

    public var debugDescription: String { description }

    /// Without the password, so that `dump` and test reports do not show it either.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
