import Shared

/// Which events were published, and who has dealt with them. Pure.
struct Settlements: Sendable {
    let events: [(id: String, name: EventName)]
    /// `<service>:<event id>`.
    let settled: Set<String>

    /// Each event that a service subscribes to and has neither handled nor given up, as `<service>:<event id> <name>`.
    var open: [String] {
        ServiceName.allCases.flatMap { service in
            events.filter { service.subscriptions.contains($0.name) }
                .filter { !settled.contains("\(service.rawValue):\($0.id)") }
                .map { "\(service.rawValue):\($0.id) \($0.name.rawValue)" }
        }
    }
}
