public import class FoundationEssentials.ProcessInfo

/// The configuration of one service: what all of them read and its own.
public protocol ServiceConfiguration: Sendable {
    static var service: ServiceName { get }

    var runtime: RuntimeConfiguration { get }
    var broker: BrokerConfiguration { get }
    var database: DatabaseConfiguration { get }

    /// Reads every variable, faults or not: what is wrong is told at once.
    init(from reader: inout ConfigurationReader)
}

/// A valid configuration with what a person may want to know about it.
public struct LoadedConfiguration<Configuration: ServiceConfiguration>: Sendable {
    public let configuration: Configuration
    /// What is probably a mistake but does not stop the service; safe to log.
    public let warnings: [ConfigurationFault]
    /// Every variable that was read; secrets as `***`.
    public let settings: [ConfigurationReader.Setting]
}

/// Reads the configuration of a service once, when it starts.
public enum ConfigurationLoader {
    /// The variable that names another file than `./.env`.
    public static let dotEnvKey = "SWITCHBOARD_ENV_FILE"

    /// A `.env` file may have this many bytes.
    public static let maximumDotEnvSize = 1_048_576

    /// Reads the environment, the `.env` file and what they refer to.
    ///
    /// - Parameter dotEnvPath: the `.env` file; nil means the one that `SWITCHBOARD_ENV_FILE` names, or else `.env`.
    ///   Only that last one may be missing.
    /// - Throws: every fault at once.
    public static func load<Configuration: ServiceConfiguration>(
        _ type: Configuration.Type = Configuration.self,
        environment: [String: String] = ProcessInfo.processInfo.environment, dotEnvPath: String? = nil,
        files: ConfigurationFiles = .system
    ) throws(ConfigurationFaults) -> LoadedConfiguration<Configuration> {
        let source: ConfigurationSource
        do {
            source = try self.source(environment: environment, dotEnvPath: dotEnvPath, files: files)
        } catch {
            throw ConfigurationFaults(service: Configuration.service, faults: [error])
        }
        var reader = ConfigurationReader(source)
        let configuration = Configuration(from: &reader)
        guard reader.faults.isEmpty else {
            throw ConfigurationFaults(service: Configuration.service, faults: reader.faults)
        }
        return LoadedConfiguration(
            configuration: configuration,
            warnings: UnknownNames.warnings(in: source) + configuration.broker.warnings
                + configuration.database.warnings,
            settings: reader.settings)
    }

    private static func source(
        environment: [String: String], dotEnvPath: String?, files: ConfigurationFiles
    ) throws(ConfigurationFault) -> ConfigurationSource {
        let named = dotEnvPath ?? environment[dotEnvKey].flatMap { $0.isEmpty ? nil : $0 }
        let path = named ?? ".env"
        var dotEnv = DotEnv()
        if named != nil || files.kind(path) != .missing {
            do {
                dotEnv = DotEnv(parsing: try files.text(path, limit: maximumDotEnvSize))
            } catch {
                throw ConfigurationFault(path, error.problem, example: "\(dotEnvKey)=.env")
            }
        }
        return ConfigurationSource(environment: environment, dotEnv: dotEnv, dotEnvPath: path, files: files)
    }
}
