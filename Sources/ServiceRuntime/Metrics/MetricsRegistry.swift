public import CoreMetrics
import Synchronization

/// Collects the process's metrics and writes them in Prometheus' text format 0.0.4.
///
/// A label set is made once and kept; ``maximumSeries`` bounds them, so that a mistaken label cannot fill the memory.
public final class MetricsRegistry: MetricsFactory, Sendable {
    /// Series in all; metrics beyond it are dropped and counted in `switchboard_metrics_dropped_total`.
    public static let maximumSeries = 2000

    struct Key: Hashable {
        var name: String
        var labels: String
    }

    private struct State {
        var series: [Key: any Series] = [:]
        var dropped = 0
    }

    private let state = Mutex(State())

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, kind: CounterSeries.self, make: CounterSeries.init) ?? NOOPMetricsHandler.instance
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, kind: GaugeSeries.self, make: GaugeSeries.init) ?? NOOPMetricsHandler.instance
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            return series(label, dimensions, kind: HistogramSeries.self, make: HistogramSeries.init)
                ?? NOOPMetricsHandler.instance
        }
        return series(label, dimensions, kind: GaugeSeries.self, make: GaugeSeries.init) ?? NOOPMetricsHandler.instance
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, kind: HistogramSeries.self, make: HistogramSeries.init)
            ?? NOOPMetricsHandler.instance
    }

    // Handlers are looked up again by whoever makes one with the same label: values live as long as the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// The exposition, all series of a metric together, ending in a newline.
    public func render() -> String {
        let (series, dropped) = state.withLock { ($0.series, $0.dropped) }
        var text = ""
        let byName = Dictionary(grouping: series, by: \.key.name)
        for name in byName.keys.sorted() {
            guard let members = byName[name], let kind = members.first?.value.kind else { continue }
            text += "# TYPE \(name) \(kind)\n"
            for (key, value) in members.sorted(by: { $0.key.labels < $1.key.labels }) {
                value.write(name: name, labels: key.labels, to: &text)
            }
        }
        text += "# TYPE switchboard_metrics_dropped_total counter\nswitchboard_metrics_dropped_total \(dropped)\n"
        return text
    }

    private func series<S: Series>(
        _ label: String, _ dimensions: [(String, String)], kind: S.Type, make: () -> S
    ) -> S? {
        let key = Key(name: PrometheusText.name(label), labels: PrometheusText.labels(dimensions))
        return state.withLock { state in
            if let existing = state.series[key] { return existing as? S }
            guard state.series.count < Self.maximumSeries else {
                state.dropped += 1
                return nil
            }
            let made = make()
            state.series[key] = made
            return made
        }
    }
}
