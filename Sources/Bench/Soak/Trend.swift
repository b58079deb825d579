/// Whether something that is sampled at equal intervals stays where it is.
struct Trend: Sendable, Equatable {
    /// The straight line nearest to the samples (least squares): its growth from the first to the last of them.
    let growth: Double
    let mean: Double
    let largest: Double

    /// - Parameter warmUp: the part of the samples, from the beginning, that does not count: 0 to 1.
    init(_ samples: [Double], warmUp: Double) {
        let values = Array(samples.dropFirst(Int(Double(samples.count) * warmUp)))
        largest = values.max() ?? 0
        guard values.count > 1 else {
            mean = values.first ?? 0
            growth = 0
            return
        }
        let count = Double(values.count)
        let middle = (count - 1) / 2
        let mean = values.reduce(0, +) / count
        var covariance = 0.0
        var variance = 0.0
        for (index, value) in values.enumerated() {
            covariance += (Double(index) - middle) * (value - mean)
            variance += (Double(index) - middle) * (Double(index) - middle)
        }
        self.mean = mean
        growth = covariance / variance * (count - 1)
    }

    /// Grew by no more than the larger of a part of its mean and an amount that means nothing.
    func isFlat(within part: Double, or amount: Double) -> Bool {
        growth <= max(mean * part, amount)
    }
}
