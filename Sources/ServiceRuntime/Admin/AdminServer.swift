import CoreMetrics
import Glibc
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// The admin endpoint: `/health/live`, `/health/ready` and `/metrics`, for machines on the same host.
///
/// - `GET /health/live`: 200 `{"live":true}` while the process runs.
/// - `GET /health/ready`: 200 when every part is ready, 503 otherwise; both with the parts and what to do.
/// - `GET /metrics`: Prometheus text format 0.0.4.
public struct AdminServer: Service {
    private let host: String
    private let port: Int
    private let portVariable: String
    private let health: HealthRegistry
    private let metrics: MetricsRegistry
    private let logger: Logger

    /// - Parameter portVariable: what the operator sets for another port.
    public init(
        host: String, port: Int, portVariable: String, health: HealthRegistry, metrics: MetricsRegistry, logger: Logger
    ) {
        self.host = host
        self.port = port
        self.portVariable = portVariable
        self.health = health
        self.metrics = metrics
        self.logger = logger
    }

    /// - Throws: ``ExitReason`` when the address cannot be listened on.
    public func run() async throws {
        let router = Router()
        router.get("/health/live") { _, _ in Self.json(.ok, #"{"live":true}"#) }
        router.get("/health/ready") { _, _ in
            let report = ReadinessReport(parts: health.snapshot)
            return Self.json(report.ready ? .ok : .serviceUnavailable, report.json)
        }
        router.get("/metrics") { _, _ in
            if let memory = ProcessMemory.current() {
                metrics.makeMeter(label: "process_resident_memory_bytes", dimensions: []).set(memory.residentBytes)
                metrics.makeMeter(label: "switchboard_process_anonymous_memory_bytes", dimensions: []).set(
                    memory.anonymousBytes)
            }
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.render())))
        }
        var quiet = logger
        quiet.logLevel = .warning
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "switchboard"),
            logger: quiet)
        do {
            try await application.run()
        } catch let error as IOError {
            throw ExitReason(Self.words(error.errnoCode, host: host, port: port, variable: portVariable))
        }
    }

    private static func words(_ code: CInt, host: String, port: Int, variable: String) -> String {
        switch code {
        case EADDRINUSE:
            "port \(port), for health and metrics, is taken by another program: end it, or set \(variable) to another"
        case EACCES:
            "port \(port), for health and metrics, may not be opened by this user: set \(variable) to one above 1023"
        case EADDRNOTAVAIL:
            "\(host), for health and metrics, is no address of this machine: correct SWITCHBOARD_ADMIN_HOST"
        default: "health and metrics cannot be served on \(host):\(port): \(String(cString: strerror(code)))"
        }
    }

    private static func json(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
