public import Logging
public import Shared
public import Store

/// What a service's parts are given.
public struct ServiceContext<Configuration: ServiceConfiguration>: Sendable {
    public let name: ServiceName
    public let configuration: Configuration
    public let logger: Logger
    public let health: HealthRegistry
    public let metrics: MetricsRegistry
    public let store: Store
    /// Opens when the database has been reached and its schema is as this program needs it.
    public let storeReady: StartGate
}
