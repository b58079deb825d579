/// Handlers a second, and transactions of the same writes a second, at one number of both at a time.
struct HandlerFigures: Sendable, Equatable, Encodable {
    var concurrency: Int
    var handler: Double
    var raw: Double

    var ratio: Double { raw > 0 ? (handler / raw).rounded(to: 3) : 0 }

    enum CodingKeys: String, CodingKey {
        case concurrency
        case handler = "handler_per_s"
        case raw = "raw_per_s"
        case ratio
    }

    /// The median of several runs' rates.
    init(concurrency: Int, handler: [Double], raw: [Double]) {
        self.concurrency = concurrency
        self.handler = Samples(handler).median.rounded(to: 1)
        self.raw = Samples(raw).median.rounded(to: 1)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(concurrency, forKey: .concurrency)
        try container.encode(handler, forKey: .handler)
        try container.encode(raw, forKey: .raw)
        try container.encode(ratio, forKey: .ratio)
    }
}
