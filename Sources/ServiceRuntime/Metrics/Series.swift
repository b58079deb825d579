import CoreMetrics
import Synchronization

/// One metric with one set of labels.
protocol Series: Sendable {
    var kind: String { get }
    func write(name: String, labels: String, to text: inout String)
}

final class CounterSeries: CounterHandler, Series {
    private let value = Mutex<Int64>(0)

    let kind = "counter"

    func increment(by amount: Int64) {
        value.withLock { value in
            let (sum, overflow) = value.addingReportingOverflow(amount)
            value = overflow ? .max : sum
        }
    }

    func reset() { value.withLock { $0 = 0 } }

    func write(name: String, labels: String, to text: inout String) {
        text += PrometheusText.sample(name, labels, "\(value.withLock { $0 })")
    }
}

final class GaugeSeries: MeterHandler, RecorderHandler, Series {
    private let value = Mutex<Double>(0)

    let kind = "gauge"

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(name: String, labels: String, to text: inout String) {
        text += PrometheusText.sample(name, labels, "\(value.withLock { $0 })")
    }
}

/// Durations are recorded in nanoseconds and written in seconds, Prometheus' base unit.
final class HistogramSeries: TimerHandler, RecorderHandler, Series {
    private static let bounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private struct State {
        var buckets = [Int](repeating: 0, count: HistogramSeries.bounds.count)
        var count = 0
        var sum = 0.0
    }

    private let state = Mutex(State())

    let kind = "histogram"

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.count += 1
            state.sum += value
            if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
        }
    }

    func write(name: String, labels: String, to text: inout String) {
        let state = state.withLock { $0 }
        let separator = labels.isEmpty ? "" : ","
        var cumulative = 0
        for (bound, count) in zip(Self.bounds, state.buckets) {
            cumulative += count
            text += PrometheusText.sample("\(name)_bucket", "\(labels)\(separator)le=\"\(bound)\"", "\(cumulative)")
        }
        text += PrometheusText.sample("\(name)_bucket", "\(labels)\(separator)le=\"+Inf\"", "\(state.count)")
        text += PrometheusText.sample("\(name)_sum", labels, "\(state.sum)")
        text += PrometheusText.sample("\(name)_count", labels, "\(state.count)")
    }
}
