import FoundationEssentials

/// What `/health/ready` answers.
struct ReadinessReport: Codable, Sendable, Equatable {
    var ready: Bool
    var parts: [HealthRegistry.Part]

    init(parts: [HealthRegistry.Part]) {
        ready = parts.allSatisfy(\.ready)
        self.parts = parts
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return #"{"ready":false}"# }
        return String(decoding: data, as: UTF8.self)
    }
}
