import CoreMetrics
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
