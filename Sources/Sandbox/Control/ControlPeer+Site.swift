/// The commands for the chat site and for the operator.
extension ControlPeer {
    func say(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["conversation", "person", "text", "notice", "attach"])
        let attached: [Attached] = try fields.choices("attach", atMost: 4)
        let text = attached.isEmpty ? try fields.required("text") : try fields.string("text") ?? ""
        let asNotice = try fields.bool("notice")
        guard !asNotice || attached.isEmpty else { throw CommandRefusal.invalid("a notice has nothing to attach") }
        return .json(
            try await site.say(text, with: attached, by: try target(fields), asNotice: asNotice), status: 201)
    }

    func edit(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["conversation", "person", "position", "text"])
        let text = try fields.required("text")
        return .json(try await site.change(try position(fields), of: try target(fields), to: text))
    }

    func delete(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["conversation", "person", "position"])
        return .json(try await site.change(try position(fields), of: try target(fields), to: nil))
    }

    private func position(_ fields: CommandFields) throws(CommandRefusal) -> Int {
        let position = try fields.integer("position", in: 0...SiteState.entryLimit, default: 0)
        guard position > 0 else {
            throw .invalid("position, which counts a conversation's messages from 1, is missing")
        }
        return position
    }

    func history(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["conversation", "person", "messages"])
        let messages = try fields.integer("messages", in: 1...5000, default: 120)
        return .json(try await site.addHistory(by: try target(fields), messages: messages), status: 201)
    }

    func load(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(
            request, allowed: ["conversations", "messages_per_second", "seconds", "seed"])
        let load = Load(
            conversations: try fields.integer("conversations", in: 1...1000, default: 40),
            messagesPerSecond: try fields.number("messages_per_second", in: 0.01...200, default: 3),
            seconds: try fields.integer("seconds", in: 1...86_400, default: 60),
            seed: UInt64(try fields.integer("seed", in: 0...Int.max, default: Int(clamping: seed))))
        await site.startLoad(load)
        return .json(await site.driver.progress.json, status: 202)
    }

    func stopLoad() async -> PeerResponse {
        await site.driver.stop()
        return .json(await site.driver.progress.json)
    }

    func skin(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["skin", "seed"])
        guard let skin: Skin = try fields.choice("skin") else { throw CommandRefusal.invalid("skin is missing") }
        guard skin == .mutant || !fields.contains("seed") else {
            throw CommandRefusal.invalid("only the skin mutant has a seed")
        }
        let seed = try fields.integer("seed", in: 0...Int.max, default: 1)
        await site.setSkin(skin, seed: UInt64(seed))
        return .json(["skin": .string(skin.rawValue), "seed": skin == .mutant ? JSONValue(seed) : .null])
    }

    func signOut() async -> PeerResponse {
        await site.signOutEveryone()
        return .empty()
    }

    func operate(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["mode", "delay_ms_min", "delay_ms_max"])
        guard let operated else {
            throw CommandRefusal(status: 501, message: "no peer with an operator runs in this sandbox")
        }
        let standard = OperatorScript()
        let low = try fields.integer(
            "delay_ms_min", in: 0...600_000, default: Int(standard.delay.lowerBound.milliseconds))
        let high = try fields.integer(
            "delay_ms_max", in: 0...600_000, default: max(low, Int(standard.delay.upperBound.milliseconds)))
        guard low <= high else { throw CommandRefusal.invalid("delay_ms_min must not be above delay_ms_max") }
        let script = OperatorScript(
            mode: try fields.choice("mode") ?? standard.mode, delay: .milliseconds(low)...(.milliseconds(high)))
        await operated.setOperator(script)
        return .json([
            "mode": .string(script.mode.rawValue), "delay_ms_min": JSONValue(low), "delay_ms_max": JSONValue(high),
        ])
    }

    private func target(_ fields: CommandFields) throws(CommandRefusal) -> SitePeer.Target {
        switch (try fields.string("conversation"), try fields.string("person")) {
        case (let id?, nil): return .conversation(id)
        case (nil, let name?): return .person(name)
        default: throw .invalid("give either conversation (an id) or person (a name)")
        }
    }
}

extension LoadProgress {
    /// `{running, written, total, conversations, messages_per_second, seconds, seed}`; the last five are null before
    /// the first load.
    var json: JSONValue {
        [
            "running": .bool(isRunning),
            "written": JSONValue(written),
            "total": load.map { JSONValue($0.total) } ?? .null,
            "conversations": load.map { JSONValue($0.conversations) } ?? .null,
            "messages_per_second": load.map { JSONValue($0.messagesPerSecond) } ?? .null,
            "seconds": load.map { JSONValue($0.seconds) } ?? .null,
            "seed": load.map { .integer(Int64(clamping: $0.seed)) } ?? .null,
        ]
    }
}
