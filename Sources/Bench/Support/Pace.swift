/// Does something at a fixed rate, side by side where it takes longer than the time between.
enum Pace {
    /// - Returns: how often a second it was begun.
    static func keep(
        perSecond rate: Double, for duration: Duration, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Double {
        let count = max(1, Int(duration.seconds * rate))
        let clock = ContinuousClock()
        let began = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                try await clock.sleep(until: began + .seconds(Double(number) / rate), tolerance: .zero)
                group.addTask { try await body(number) }
            }
            try await group.waitForAll()
        }
        return Double(count) / max((clock.now - began).seconds, Double(count) / rate)
    }
}
