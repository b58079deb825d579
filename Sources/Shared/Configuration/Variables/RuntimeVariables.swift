public import Logging

/// What every service reads for itself.
public enum RuntimeVariables {
    public static let logLevel = Variable<Logger.Level>(
        "SWITCHBOARD_LOG_LEVEL", "How much is logged. No level logs message text or secrets.", type: .choice,
        standard: .info)

    public static let adminHost = Variable<String>(
        "SWITCHBOARD_ADMIN_HOST",
        "The address on which health and metrics are served. Keep it off public networks.",
        type: .text(.host), standard: "127.0.0.1")

    /// Each service has its own, so that all of them can run on one machine.
    public static func adminPort(of service: ServiceName) -> Variable<Int> {
        let port =
            switch service {
            case .scraper: 9101
            case .aiWorker: 9102
            case .discordRelay: 9103
            case .sheetsSync: 9104
            }
        return Variable(
            "SWITCHBOARD_\(service.variableWord)_ADMIN_PORT",
            "The port of \(service.rawValue) for health and metrics; 0 takes any free one.",
            type: .integer(0...65_535), standard: port, services: [service])
    }

    public static let drain = Variable<Duration>(
        "SWITCHBOARD_DRAIN_SECONDS",
        "How long a service that is told to stop may finish the work under way: less than its supervisor waits.",
        type: .seconds(0...300), standard: .seconds(8))

    public static let plainHTTPHosts = Variable<[String]>(
        "SWITCHBOARD_PLAIN_HTTP_HOSTS",
        "Names of hosts in your own private network to which http without TLS is accepted, such as a compose service.",
        type: .list(of: .host), presence: .standard([]), example: ["sandbox", "ollama"])
}

extension TextRule {
    /// A host without port.
    static let host = TextRule("a host name or an IP address") { text in
        !text.isEmpty && text.utf8.count <= 253
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    || ".-_:".unicodeScalars.contains($0)
            }
    }
}
