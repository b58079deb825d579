import Shared

/// Everything about a run that chance decides, made from its seed alone. Pure.
struct ChaosPlan: Sendable, Equatable {
    struct Traffic: Sendable, Equatable {
        var conversations: Int
        var messagesPerSecond: Double
        var seconds: Int
        /// Approve, or approve twice at once.
        var operatorMode: String
    }

    struct Occasion: Sendable, Equatable {
        /// Milliseconds after the beginning of the traffic; what is armed at a point happens when that is reached.
        var at: Int
        var fault: Fault
    }

    let seed: Int
    /// Every fault is of this kind; nil draws from all.
    let only: Fault.Kind?
    let traffic: Traffic
    let occasions: [Occasion]

    init(seed: Int, only: Fault.Kind? = nil) {
        self.seed = seed
        self.only = only
        var random = ChaosRandom(seed: UInt64(bitPattern: Int64(seed)))
        traffic = Traffic(
            conversations: random.within(8...16), messagesPerSecond: Double(random.within(6...8)) / 2,
            seconds: random.within(4...6), operatorMode: random.below(4) == 0 ? "twice" : "approve")
        let count = random.pick(weighted: [(50, 1), (35, 2), (15, 3)])
        var drawn: [Occasion] = []
        // A fault of a target that is taken is drawn again; a kind that has one target only may end with fewer.
        for _ in 0..<(count * 8) where drawn.count < count {
            let kind = only ?? random.pick(weighted: FaultMenu.weights)
            let fault = FaultMenu.draw(kind, using: &random)
            let at = random.within(300...(traffic.seconds * 1000 - 500))
            guard !drawn.contains(where: { $0.fault.target == fault.target }) else { continue }
            drawn.append(Occasion(at: at, fault: fault))
        }
        occasions = drawn.sorted { $0.at < $1.at }
    }

    var faults: [Fault] { occasions.map(\.fault) }

    var deadLetters: Int { faults.reduce(0) { $0 + $1.deadLetters } }

    /// What arms a service's fail point, for its first start alone.
    func arming(of service: ServiceName) -> [String: String] {
        guard let plan = faults.lazy.compactMap(\.failPoint).first(where: { $0.service == service })?.plan else {
            return [:]
        }
        return [FailPoint.variable: "\(plan)"]
    }
}
