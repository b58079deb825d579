import CoreMetrics
import Glibc
import Logging
public import Messaging
import MessagingAMQP
import Mongo
import PollThread
public import ServiceLifecycle
public import Shared
public import Store
import UnixSignals

/// What every service's `main` does: configuration, logging, metrics, the admin endpoint, the database, the broker,
/// and an orderly end.
///
/// Exit status: 0 after a shutdown, 78 for a configuration that is wrong, 1 for a fault that no retry can mend.
public enum ServiceMain {
    /// What a service adds to what all have.
    public struct Parts: Sendable {
        /// Started in this order, ended in the opposite one; before the subscription, which is ended first.
        public var services: [any Service]
        public var router: EventRouter

        public init(services: [any Service], router: EventRouter) {
            self.services = services
            self.router = router
        }
    }

    /// - Parameters:
    ///   - collections: those that only this service knows.
    ///   - handlerLimit: the longest one event may take.
    ///   - build: makes the service's parts; nothing of them runs yet.
    public static func run<Configuration: ServiceConfiguration>(
        _ type: Configuration.Type, collections: [CollectionDeclaration], handlerLimit: Duration,
        build: @Sendable (ServiceContext<Configuration>) async throws -> Parts
    ) async {
        let name = Configuration.service
        switch ServiceArguments(Array(CommandLine.arguments.dropFirst())) {
        case .run: break
        case .checkConfiguration:
            let report = ConfigurationLoader.checkConfigReport(type)
            StandardOutput.write(report.text + "\n")
            exit(report.exitCode)
        case .health: exit(await HealthProbe.run(type))
        case .version:
            StandardOutput.write("\(name.rawValue) \(SuiteVersion.current)\n")
            exit(0)
        case .help:
            StandardOutput.write(ServiceArguments.usage(name.rawValue))
            exit(0)
        case .unknown(let argument):
            StandardError.write(
                "\(name.rawValue): unknown option \(argument)\n" + ServiceArguments.usage(name.rawValue))
            exit(64)
        }
        exit(await start(type, name, collections, handlerLimit, build))
    }

    private static func start<Configuration: ServiceConfiguration>(
        _ type: Configuration.Type, _ name: ServiceName, _ collections: [CollectionDeclaration],
        _ handlerLimit: Duration, _ build: @Sendable (ServiceContext<Configuration>) async throws -> Parts
    ) async -> Int32 {
        MallocArenas.limit()
        // A peer that closes a socket must not end the process.
        signal(SIGPIPE, SIG_IGN)
        let loaded: LoadedConfiguration<Configuration>
        do {
            loaded = try ConfigurationLoader.load(type)
        } catch {
            StandardError.write(error.description + "\n")
            return ExitReason.configurationStatus
        }
        let configuration = loaded.configuration
        let logger = bootstrapLogging(name, level: configuration.runtime.logLevel)
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        for warning in loaded.warnings {
            logger.warning(
                "configuration", metadata: ["variable": "\(warning.subject)", "problem": "\(warning.problem)"])
        }
        do {
            try await serve(configuration, name, logger, metrics, collections, handlerLimit, build)
            logger.info("stopped")
            return 0
        } catch let reason as ExitReason {
            logger.critical("cannot go on", metadata: ["reason": "\(reason)"])
            return reason.status
        } catch {
            logger.critical("cannot go on", metadata: ["reason": "\(error)"])
            return 1
        }
    }

    private static func serve<Configuration: ServiceConfiguration>(
        _ configuration: Configuration, _ name: ServiceName, _ logger: Logger, _ metrics: MetricsRegistry,
        _ collections: [CollectionDeclaration], _ handlerLimit: Duration,
        _ build: @Sendable (ServiceContext<Configuration>) async throws -> Parts
    ) async throws {
        let health = HealthRegistry()
        let client: MongoClient
        do {
            client = try MongoClient(
                uri: configuration.database.uri.reveal(), appName: "switchboard \(name.rawValue)",
                threads: configuration.database.threads, defaultDatabase: configuration.database.name)
        } catch {
            throw ExitReason("\(error)")
        }
        let store = Store(service: name, client: client)
        let context = ServiceContext(
            name: name, configuration: configuration, logger: logger, health: health, metrics: metrics, store: store,
            storeReady: StartGate())
        health.expect(DatabaseService.part)
        let parts = try await build(context)
        // The queues are bound to the one list, also by the definitions file, and events are given to the other.
        precondition(
            Set(parts.router.types) == Set(name.subscriptions),
            "\(name.rawValue) handles other events than ServiceName.subscriptions says")
        let broker = try BrokerParts(
            configuration.broker, plainHTTPHosts: Set(configuration.runtime.plainHTTPHosts), name: name,
            types: parts.router.types, health: health, logger: logger)
        let runtime = configuration.runtime
        let interests = Interests(store: store, names: parts.router.types)
        let slowDown = SlowDown { isSlow in
            if isSlow {
                logger.warning("what the service talks to is down for everyone: one message at a time is tried")
            } else {
                logger.info("messages are handled at full speed again")
            }
        }
        let limitDrain = LimitDrain()
        let middleware: [any Middleware] = [
            ContinueTrace(), CountDeliveries(factory: metrics), LogDeliveries(logger: logger),
            DropForgotten(Tombstones(store: store)),
            KeepOrder(gate: ProgressGate(store: store, interests: interests)),
            DropHandled(events: Inbox(store: store)), slowDown, limitDrain, LimitTime(limit: handlerLimit),
        ]
        var services: [any Service] = [
            AdminServer(
                host: runtime.adminHost, port: runtime.adminPort,
                portVariable: RuntimeVariables.adminPort(of: name).key, health: health, metrics: metrics, logger: logger
            ),
            DatabaseService(
                store: store, collections: collections, ready: context.storeReady, health: health, logger: logger),
            ClosingService(run: broker.publisher.run, close: broker.publisher.close),
            OutboxService(
                dispatcher: OutboxDispatcher(store: store, publisher: broker.publisher, logger: logger),
                ready: context.storeReady, drain: .seconds(3), logger: logger),
        ]
        services += parts.services
        services.append(
            RecallService(
                store: store, interests: interests, subscriber: broker.subscriber, ready: context.storeReady,
                logger: logger))
        services.append(
            SubscriptionService(
                subscriber: broker.subscriber, subscription: broker.subscription, router: parts.router,
                middleware: middleware, interests: interests,
                ready: context.storeReady, check: broker.checkTopology,
                ending: {
                    await slowDown.close()
                    // The rest is for settling what was ended, and for the services that end later.
                    try? await Task.sleep(for: max(runtime.drain - .seconds(2), runtime.drain * 3 / 4))
                    limitDrain.end()
                }))
        if StandardInputWatch.isWanted { services.append(StandardInputWatch()) }
        logger.info("starting", metadata: ["version": "\(SuiteVersion.current)", "admin_port": "\(runtime.adminPort)"])
        var group = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() }))
        group.maximumGracefulShutdownDuration = runtime.drain
        group.maximumCancellationDuration = .seconds(1)
        try await ServiceGroup(configuration: group).run()
    }

    private static func bootstrapLogging(_ name: ServiceName, level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { label in
            var handler = JSONLogHandler(
                label: label, service: name.rawValue, level: level, write: StandardOutput.write)
            handler.metadataProvider = ContinueTrace.metadata
            return handler
        }
        return Logger(label: name.rawValue)
    }
}
