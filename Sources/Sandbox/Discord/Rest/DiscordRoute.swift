/// One endpoint: its place, who may call it, what it counts against and what it does.
struct DiscordRoute: Sendable {
    enum Access: Sendable {
        /// With the bot's token.
        case bot
        /// The token in the path is the key; does not count against the global limit.
        case interactionToken
    }

    typealias Action = @Sendable (inout DiscordState, DiscordCall) throws(DiscordError) -> DiscordReply

    let method: String
    /// Path segments below `/api/v10`; those beginning with `:` match anything.
    let segments: [String]
    let rule: RateLimits.Rule
    let access: Access
    let action: Action

    init(
        _ method: String, _ path: String, _ rule: RateLimits.Rule, _ access: Access = .bot,
        action: @escaping Action
    ) {
        self.method = method
        segments = path.split(separator: "/").map(String.init)
        self.rule = rule
        self.access = access
        self.action = action
    }

    /// The variable parts by name, nil when `path` is another one's.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            if segment.hasPrefix(":") {
                parameters[String(segment.dropFirst())] = part
            } else if segment != part {
                return nil
            }
        }
        return parameters
    }

    /// The id that the bucket is divided by.
    func place(_ parameters: [String: String]) -> String {
        parameters["token"] ?? parameters["channel_id"] ?? parameters["guild_id"] ?? ""
    }
}

extension DiscordRoute {
    /// Everything the sandbox answers. An earlier route wins, so `@me` stands before `:user_id`.
    static let all: [DiscordRoute] = identity + channels + messages + threads + interactions + commands

    /// 404 for an unknown path and 405 for a known one with another method, as Discord answers.
    static func find(
        _ method: String, _ path: [String]
    ) throws(DiscordError) -> (route: DiscordRoute, parameters: [String: String]) {
        var isKnown = false
        for route in all {
            guard let parameters = route.match(path) else { continue }
            if route.method == method { return (route, parameters) }
            isKnown = true
        }
        throw isKnown ? .methodNotAllowed : .notFound
    }
}
