/// What a long run left: rates, and whether memory, files and queue stayed where they were.
struct SoakSummary: Sendable, Equatable, Encodable {
    struct Sample: Sendable, Equatable {
        var process: ProcessFigures
        var queueDepth: Int
    }

    /// The first part of a run fills caches and pools.
    static let warmUp = 0.25

    var minutes: Double
    var published: Int
    var consumed: Int
    var written: Int
    var samples: [Sample]

    enum CodingKeys: String, CodingKey {
        case minutes, samples, flat
        case published = "bus_per_s"
        case written = "outbox_per_s"
        case consumed = "consumed"
        case anonymous = "anonymous_mb"
        case anonymousGrowth = "anonymous_growth_mb"
        case resident = "resident_mb"
        case residentGrowth = "resident_growth_mb"
        case files = "open_files"
        case filesGrowth = "open_files_growth"
        case depth = "queue_depth"
        case depthLargest = "queue_depth_largest"
        case depthGrowth = "queue_depth_growth"
    }

    var anonymous: Trend { trend { Double($0.process.anonymousBytes) / 1e6 } }
    var resident: Trend { trend { Double($0.process.residentBytes) / 1e6 } }
    var files: Trend { trend { Double($0.process.openFiles) } }
    var depth: Trend { trend { Double($0.queueDepth) } }

    /// Memory within a twentieth or 1 MB, no file, and the queue within its bound.
    var isFlat: Bool {
        anonymous.isFlat(within: 0.05, or: 1) && resident.isFlat(within: 0.05, or: 1)
            && files.isFlat(within: 0, or: 0.9) && depth.isFlat(within: 0.5, or: Double(SoakRun.backlog))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(minutes.rounded(to: 1), forKey: .minutes)
        try container.encode(samples.count, forKey: .samples)
        try container.encode(isFlat, forKey: .flat)
        try container.encode((Double(published) / (minutes * 60)).rounded(to: 0), forKey: .published)
        try container.encode((Double(written) / (minutes * 60)).rounded(to: 0), forKey: .written)
        try container.encode(consumed, forKey: .consumed)
        try container.encode(anonymous.mean.rounded(to: 1), forKey: .anonymous)
        try container.encode(anonymous.growth.rounded(to: 2), forKey: .anonymousGrowth)
        try container.encode(resident.mean.rounded(to: 1), forKey: .resident)
        try container.encode(resident.growth.rounded(to: 2), forKey: .residentGrowth)
        try container.encode(files.mean.rounded(to: 1), forKey: .files)
        try container.encode(files.growth.rounded(to: 1), forKey: .filesGrowth)
        try container.encode(depth.mean.rounded(to: 0), forKey: .depth)
        try container.encode(depth.largest, forKey: .depthLargest)
        try container.encode(depth.growth.rounded(to: 0), forKey: .depthGrowth)
    }

    private func trend(_ value: (Sample) -> Double) -> Trend { Trend(samples.map(value), warmUp: Self.warmUp) }
}
