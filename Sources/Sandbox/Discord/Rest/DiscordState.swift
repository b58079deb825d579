import Foundation

/// All that the stand-in for Discord knows.
struct DiscordState: Sendable {
    var guild: DiscordGuild
    var gateway: Gateway
    var limits = RateLimits()
    var invalid = InvalidRequests()
    var counts = DiscordCounts()

    init(settings: Gateway.Settings, random: SeededRandom, at now: Date) {
        guild = DiscordGuild(created: now, random: random)
        gateway = Gateway(settings: settings, random: random.fork("gateway"))
    }
}

/// Numbers for the ledger.
struct DiscordCounts: Sendable {
    private var statuses: [Int: Int] = [:]
    private var routes: [String: Int] = [:]
    var gatewayConnections = 0

    mutating func note(status: Int) {
        statuses[status, default: 0] += 1
    }

    mutating func note(_ route: DiscordRoute) {
        routes["\(route.method) /" + route.segments.joined(separator: "/"), default: 0] += 1
    }

    var json: JSONValue {
        let byStatus = statuses.map { (String($0.key), JSONValue($0.value)) }
        let clientErrors = statuses.filter { 400..<500 ~= $0.key && $0.key != 429 }.values.reduce(0, +)
        return [
            "total": JSONValue(statuses.values.reduce(0, +)), "clientErrors": JSONValue(clientErrors),
            "rateLimited": JSONValue(statuses[429] ?? 0),
            "statuses": .object(Dictionary(byStatus, uniquingKeysWith: { first, _ in first })),
            "routes": .object(routes.mapValues { JSONValue($0) }),
        ]
    }
}
