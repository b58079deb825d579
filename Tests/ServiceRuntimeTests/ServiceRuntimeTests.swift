import CoreMetrics
import Glibc
import Logging
import Metrics
import Shared
import Synchronization
import Testing

@testable import ServiceRuntime

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

@Suite struct LoggingTests {
    @Test func `a line is one JSON object with its metadata`() {
        let lines = Lines()
        var logger = Logger(label: "scraper") { label in
            JSONLogHandler(label: label, service: "scraper", level: .info, write: lines.add)
        }
        logger[metadataKey: "a"] = "x\"y\n"
        logger.info("hello", metadata: ["count": "3", "id": "007", "list": ["1", "b"]])
        logger.debug("hidden")
        #expect(lines.all.count == 1)
        let line = lines.all.first ?? ""
        #expect(line.hasSuffix("}\n"))
        #expect(
            line.contains(
                #""level":"info","service":"scraper","message":"hello","a":"x\"y\n","count":3,"id":"007","list":[1,"b"]"#
            ))
    }
}

@Suite struct MetricsTests {
    @Test func `counters, gauges and histograms are written as Prometheus reads them`() {
        let registry = MetricsRegistry()
        Counter(label: "events_total", dimensions: [("kind", "a\"b")], factory: registry).increment(by: 2)
        Counter(label: "events_total", dimensions: [("kind", "a\"b")], factory: registry).increment()
        Meter(label: "depth", factory: registry).set(4)
        Metrics.Timer(label: "took_seconds", factory: registry).recordMilliseconds(20)
        let text = registry.render()
        #expect(text.contains("# TYPE events_total counter\nevents_total{kind=\"a\\\"b\"} 3\n"))
        #expect(text.contains("# TYPE depth gauge\ndepth 4.0\n"))
        #expect(text.contains("took_seconds_bucket{le=\"0.01\"} 0\n"))
        #expect(text.contains("took_seconds_bucket{le=\"0.025\"} 1\n"))
        #expect(text.contains("took_seconds_bucket{le=\"+Inf\"} 1\n"))
        #expect(text.contains("took_seconds_count 1\n"))
        #expect(text.hasSuffix("\n"))
    }

    @Test func `too many series are dropped and counted`() {
        let registry = MetricsRegistry()
        for index in 0...MetricsRegistry.maximumSeries {
            Counter(label: "c_total", dimensions: [("n", "\(index)")], factory: registry).increment()
        }
        #expect(registry.render().contains("switchboard_metrics_dropped_total 1\n"))
    }

    @Test func `memory is read from the kernel's own words`() {
        let memory = ProcessMemory.parse("Name:\tx\nVmRSS:\t  2048 kB\nRssAnon:\t 1024 kB\n")
        #expect(memory == ProcessMemory(residentBytes: 2_097_152, anonymousBytes: 1_048_576))
        #expect(ProcessMemory.parse("Name: x") == nil)
    }
}

@Suite struct HealthTests {
    @Test func `a service is ready when all its parts are and a problem is news once`() {
        let health = HealthRegistry()
        health.expect("database")
        #expect(!health.isReady)
        #expect(health.failed("database", "down"))
        #expect(!health.failed("database", "down"))
        health.ready("database")
        #expect(health.isReady)
        #expect(ReadinessReport(parts: health.snapshot).json.contains(#""ready":true"#))
    }

    @Test func `a port that is taken is told with the variable that mends it`() async throws {
        let taken = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(taken) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(bind(taken, address, length) == 0 && listen(taken, 1) == 0)
                getsockname(taken, address, &length)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        let server = AdminServer(
            host: "127.0.0.1", port: port, portVariable: "A_PORT", health: HealthRegistry(), metrics: MetricsRegistry(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let error = await #expect(throws: ExitReason.self) { try await server.run() }
        #expect(error?.description.contains("\(port)") == true && error?.description.contains("A_PORT") == true)
    }

    @Test func `a gate lets everybody through once it is open`() async throws {
        let gate = StartGate()
        let waiting = Task { try await gate.wait() }
        let cancelled = Task { try await gate.wait() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        gate.open()
        try await waiting.value
        try await gate.wait()
    }

    @Test func `options are told apart`() {
        #expect(ServiceArguments([]) == .run)
        #expect(ServiceArguments(["--check-config"]) == .checkConfiguration)
        #expect(ServiceArguments(["--health"]) == .health)
        #expect(ServiceArguments(["--nonsense"]) == .unknown("--nonsense"))
    }
}
