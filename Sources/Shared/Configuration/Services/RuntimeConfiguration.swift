public import Logging

/// What a service needs to run at all.
public struct RuntimeConfiguration: Sendable {
    public let logLevel: Logger.Level
    public let adminHost: String
    /// 0 takes any free port.
    public let adminPort: Int
    /// How long a service that is told to stop may finish the work under way.
    public let drain: Duration
    /// In lower case.
    public let plainHTTPHosts: [String]

    public init(from reader: inout ConfigurationReader, service: ServiceName) {
        logLevel = reader.read(RuntimeVariables.logLevel)
        adminHost = reader.read(RuntimeVariables.adminHost)
        adminPort = reader.read(RuntimeVariables.adminPort(of: service))
        drain = reader.read(RuntimeVariables.drain)
        plainHTTPHosts = reader.read(RuntimeVariables.plainHTTPHosts).map { $0.lowercased() }
    }
}
