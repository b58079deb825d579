import Foundation

extension Gateway {
    /// What a client sent, as text of JSON.
    mutating func receive(_ text: String, on id: Int, guild: DiscordGuild, at now: Date) -> [GatewayAction] {
        guard connections[id] != nil else { return [] }
        guard count(id, at: now) else { return [close(id, .rateLimited, at: now)] }
        guard text.utf8.count <= Self.payloadSizeLimit, let payload = try? JSONValue(parsing: Data(text.utf8)),
            let opcode = payload["op"]?.int
        else { return [close(id, .decodeError, at: now)] }
        let data = payload["d"] ?? nil
        switch opcode {
        case 1: return heartbeat(id, at: now)
        case 2: return identify(data, on: id, guild: guild, at: now)
        case 6: return resume(data, on: id, at: now)
        case 3, 4, 8, 31:
            guard let session = connections[id]?.session else { return [end(id, .notAuthenticated)] }
            return opcode == 8 ? members(data, of: session, guild: guild) : []
        default: return [close(id, .unknownOpcode, at: now)]
        }
    }

    private mutating func heartbeat(_ id: Int, at now: Date) -> [GatewayAction] {
        heard(id, at: now)
        if faults.swallowsAcknowledgement(at: now) { return [] }
        return [.send(id, Self.payload(11, nil))]
    }

    private mutating func identify(
        _ data: JSONValue, on id: Int, guild: DiscordGuild, at now: Date
    ) -> [GatewayAction] {
        if connections[id]?.session != nil { return [end(id, .alreadyAuthenticated)] }
        guard data["properties"]?.object != nil, let token = data["token"]?.string else {
            return [end(id, .decodeError)]
        }
        guard accepts(token) else { return [end(id, .authenticationFailed)] }
        guard Self.isShardRight(data["shard"]) else { return [end(id, .invalidShard)] }
        guard let bits = data["intents"]?.int, bits >= 0 else { return [end(id, .invalidIntents)] }
        let intents = GatewayIntents(rawValue: bits)
        guard intents.isSubset(of: .known) else { return [end(id, .invalidIntents)] }
        guard intents.isDisjoint(with: settings.switchedOff) else { return [end(id, .disallowedIntents)] }
        switch starts.take(at: now) {
        case .granted: return welcome(intents, on: id, guild: guild, at: now)
        case .tooSoon: return [.send(id, Self.payload(9, false))]
        case .exhausted: return resetToken()
        }
    }

    private mutating func welcome(
        _ intents: GatewayIntents, on id: Int, guild: DiscordGuild, at now: Date
    ) -> [GatewayAction] {
        let host = connections[id]?.host ?? ""
        let session = begin(intents, on: id)
        let ready: JSONValue = [
            "v": 10, "user": DiscordWorld.bot.privateJSON, "session_id": .string(session.id),
            "resume_gateway_url": .string(DiscordRoute.gatewayURL(host)), "shard": [0, 1], "session_type": "normal",
            "guilds": [["id": DiscordWorld.guild.json, "unavailable": true]],
            "application": ["id": DiscordWorld.application.json, "flags": 524_288], "private_channels": [],
            "relationships": [], "presences": [], "user_settings": [:], "geo_ordered_rtc_regions": [],
        ]
        var actions = [send("READY", ready, to: session.id)]
        if intents.contains(.guilds) { actions.append(send("GUILD_CREATE", guild.createEvent, to: session.id)) }
        return actions.compactMap(\.self) + faults.drawForSession(at: now).map { meet($0, on: [id], at: now) }.joined()
    }

    private mutating func resume(_ data: JSONValue, on id: Int, at now: Date) -> [GatewayAction] {
        if connections[id]?.session != nil { return [end(id, .alreadyAuthenticated)] }
        guard let token = data["token"]?.string, let key = data["session_id"]?.string, let sequence = data["seq"]?.int
        else { return [end(id, .decodeError)] }
        guard accepts(token) else { return [end(id, .authenticationFailed)] }
        guard let session = sessions[key], session.isResumable(at: now) else {
            return [.send(id, Self.payload(9, false))]
        }
        guard sequence <= session.sequence else { return [end(id, .invalidSequence)] }
        guard let missed = session.replay(after: sequence) else { return [.send(id, Self.payload(9, false))] }
        var actions = move(key, to: id) + missed.map { .send(id, $0) }
        if let resumed = send("RESUMED", ["_trace": []], to: key) { actions.append(resumed) }
        return actions + faults.drawForSession(at: now).map { meet($0, on: [id], at: now) }.joined()
    }

    /// Answers a request for guild members with all of them in one chunk.
    private mutating func members(_ data: JSONValue, of session: String, guild: DiscordGuild) -> [GatewayAction] {
        var chunk: JSONValue = [
            "guild_id": DiscordWorld.guild.json, "members": .array(guild.memberList), "chunk_index": 0,
            "chunk_count": 1, "not_found": [],
        ]
        if let nonce = data["nonce"] { chunk["nonce"] = nonce }
        return [send("GUILD_MEMBERS_CHUNK", chunk, to: session)].compactMap(\.self)
    }

    private func accepts(_ token: String) -> Bool {
        !isTokenReset && (token == DiscordWorld.token || token == "Bot \(DiscordWorld.token)")
    }

    private static func isShardRight(_ shard: JSONValue?) -> Bool {
        guard let shard, !shard.isNull else { return true }
        guard shard.array?.count == 2, let index = shard[0]?.int, let count = shard[1]?.int else { return false }
        return count >= 1 && (0..<count).contains(index)
    }
}
