import Foundation

/// An OpenAI-compatible service at `/ai/v1`: chat completions plain and streamed, models.
actor AIPeer: Peer {
    nonisolated let name = "ai"
    nonisolated let prefixes = ["/ai"]
    nonisolated let faultKinds: Set<FaultKind> = [
        .serverError, .unavailable, .unauthorized, .rateLimited, .quotaExceeded, .answerCut, .answerEmpty,
        .streamError, .streamCut,
    ]

    /// The only key that is accepted.
    static let key = "sandbox-key"
    /// How long an answer takes; a stream's first words take as long, then `wordTime` each.
    static let latency: ClosedRange<Duration> = .milliseconds(50)...(.milliseconds(400))
    static let wordTime: ClosedRange<Duration> = .milliseconds(2)...(.milliseconds(12))

    private let clock: any SandboxClock
    private let writer: AnswerWriter
    private let seedRandom: SeededRandom
    private var random: SeededRandom
    private var meter = RateMeter()
    private var counts = AICounts()

    init(random: SeededRandom, clock: any SandboxClock) {
        self.clock = clock
        self.random = random
        seedRandom = random
        writer = AnswerWriter(random: random.fork("answers"))
    }

    func ledger() -> JSONValue { counts.json }

    func reset() {
        random = seedRandom
        meter = RateMeter()
        counts = AICounts()
    }

    func handle(_ request: PeerRequest) async -> PeerResponse {
        counts.requests += 1
        let began = clock.now
        var response: PeerResponse
        do {
            response = try await answer(request)
        } catch {
            counts.refused += 1
            response = .json(error.json, status: error.status, headers: error.headers)
        }
        response.headers["x-request-id"] = "req_" + random.hex(32)
        response.headers["openai-version"] = "2020-10-01"
        response.headers["openai-processing-ms"] = String(clock.milliseconds - began.milliseconds)
        return response
    }

    private func answer(_ request: PeerRequest) async throws(AIFailure) -> PeerResponse {
        // The service wants its own path in messages: /v1/…
        let path = "/" + request.segments.dropFirst().joined(separator: "/")
        guard let key = request.authorization(scheme: "Bearer"), !key.isEmpty else { throw .missingKey }
        guard key == Self.key else { throw .wrongKey(key) }
        if let failure = AIFailure(request.fault, key: key) { throw failure }

        let segments = Array(request.segments.dropFirst())
        switch (request.method, segments) {
        case ("POST", ["v1", "chat", "completions"]):
            return try await complete(request)
        case ("GET", ["v1", "models"]):
            return .json(["object": "list", "data": .array(ChatRequest.models.map(Self.model))])
        case ("GET", _) where segments.count == 3 && segments.starts(with: ["v1", "models"]):
            guard ChatRequest.models.contains(segments[2]) else { throw .unknownModel(segments[2]) }
            return .json(Self.model(segments[2]))
        case (_, ["v1", "chat", "completions"]), (_, ["v1", "models"]):
            throw .wrongMethod(request.method, path)
        default:
            throw .unknownAddress(request.method, path)
        }
    }

    private func complete(_ request: PeerRequest) async throws(AIFailure) -> PeerResponse {
        let chat = try ChatRequest(parsing: request.body)
        let tokens = chat.promptTokens + (chat.maxTokens ?? 64)
        if case .refused(let what, let seconds) = meter.take(tokens: tokens, at: clock.now) {
            throw .rateLimited(what, model: chat.model, seconds: seconds)
        }
        let headers = meter.headers
        let completion = makeCompletion(chat, fault: request.fault)
        counts.note(completion, isStreamed: chat.isStreamed)
        // Cancelled only when the process ends, and then nobody waits for the answer.
        try? await clock.sleep(for: random.duration(in: Self.latency))
        guard chat.isStreamed else { return .json(completion.json, headers: headers) }

        let stream = ChunkStream(
            chunks: completion.chunks(includingUsage: chat.includesUsage), fault: request.fault, clock: clock,
            random: random.fork(completion.id), wordTime: Self.wordTime)
        var response = PeerResponse(headers: headers, body: .stream(stream.bytes()))
        response.headers["Content-Type"] = "text/event-stream; charset=utf-8"
        response.headers["Cache-Control"] = "no-cache"
        return response
    }

    private func makeCompletion(_ chat: ChatRequest, fault: FaultKind?) -> Completion {
        let choices = (0..<chat.count).map { index in
            var choice = Completion.choice(
                writer.answer(to: chat, choice: index), stop: chat.stop, maxTokens: chat.maxTokens)
            if fault == .answerEmpty { choice.text = "" }
            if fault == .answerCut {
                choice.text = String(choice.text.prefix(choice.text.count / 2))
                choice.finishReason = "length"
            }
            return choice
        }
        return Completion(
            id: "chatcmpl-" + random.hex(29), created: clock.milliseconds / 1000, model: chat.model,
            choices: choices, promptTokens: chat.promptTokens)
    }

    private static func model(_ id: String) -> JSONValue {
        // A fixed day: models do not get younger with every start.
        ["id": .string(id), "object": "model", "created": 1_735_689_600, "owned_by": "sandbox"]
    }
}
