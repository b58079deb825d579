/// The rates of one pair, in events a second: through the whole of our path, and of the loop in C.
struct BusFigures: Sendable, Equatable, Encodable {
    var publish: Double
    var consume: Double
    var cPublish: Double
    var cConsume: Double

    enum CodingKeys: String, CodingKey {
        case publish = "publish_per_s"
        case consume = "consume_per_s"
        case cPublish = "c_publish_per_s"
        case cConsume = "c_consume_per_s"
    }
}

/// The medians of several pairs. A ratio is the median of the pairs' ratios: what slows the machine down for a while
/// slows both halves of a pair.
struct BusSummary: Sendable, Equatable, Encodable {
    let pairs: [BusFigures]

    private enum ExtraKeys: String, CodingKey {
        case publishRatio = "publish_ratio"
        case consumeRatio = "consume_ratio"
    }

    var medians: BusFigures {
        BusFigures(
            publish: median(\.publish), consume: median(\.consume), cPublish: median(\.cPublish),
            cConsume: median(\.cConsume))
    }

    var publishRatio: Double { Samples(pairs.map { $0.publish / $0.cPublish }).median.rounded(to: 3) }
    var consumeRatio: Double { Samples(pairs.map { $0.consume / $0.cConsume }).median.rounded(to: 3) }

    func encode(to encoder: any Encoder) throws {
        try medians.encode(to: encoder)
        var container = encoder.container(keyedBy: ExtraKeys.self)
        try container.encode(publishRatio, forKey: .publishRatio)
        try container.encode(consumeRatio, forKey: .consumeRatio)
    }

    private func median(_ rate: KeyPath<BusFigures, Double>) -> Double {
        Samples(pairs.map { $0[keyPath: rate] }).median.rounded(to: 0)
    }
}
