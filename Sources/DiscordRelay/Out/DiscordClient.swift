// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CurlHTTP
import FoundationEssentials
import Shared

/// Discord's REST API v10, as far as the relay uses it.
///
/// Every call waits its turn by the limits that Discord's own answers teach, and is tried again, within a budget of
/// ``tries``, when Discord asks to wait or has a fault and trying again cannot do anything twice.
actor DiscordClient {
    static let tries = 4
    /// The longest a call waits for its turn; the event is retried later otherwise.
    static let patience = Duration.seconds(20)

    /// A refused token is tried again this much later: somebody may have mended it at Discord's.
    static let refusalPause = Duration.seconds(60)

    private let http: HTTPClient
    private let base: String
    private let token: Secret
    private var buckets = RateLimitBuckets()
    private var budget = InvalidRequestBudget()
    private var retries = RetryBudget()
    /// Until when the token that Discord refused is not shown to it again.
    private var refused: (error: DiscordError, until: ContinuousClock.Instant)?
    private let clock = ContinuousClock()

    init(http: HTTPClient, base: String, token: Secret) {
        self.http = http
        self.base = base
        self.token = token
    }

    func currentUser() async throws -> DiscordUser {
        try await call(.get, "/users/@me", route: DiscordRoute(template: "GET /users/@me", major: ""), "say who it is")
    }

    func gatewayBot() async throws -> GatewayBot {
        try await call(
            .get, "/gateway/bot", route: DiscordRoute(template: "GET /gateway/bot", major: ""), "open the Gateway")
    }

    func channel(_ id: String) async throws -> DiscordChannel {
        try await call(
            .get, "/channels/\(id)", route: DiscordRoute(template: "GET /channels/{id}", major: id), "see the channel")
    }

    /// Returns when a post in a channel can go out by what is known of Discord's limits, and counts nothing yet: whoever
    /// has more to say by then can say it in the same post.
    func turn(toPostIn channel: String) async throws {
        let start = clock.now
        while let wait = buckets.turn(Self.posting(in: channel), at: clock.now) {
            try await pause(wait, since: start)
        }
    }

    private static func posting(in channel: String) -> DiscordRoute {
        DiscordRoute(template: "POST /channels/{id}/messages", major: channel)
    }

    /// Posts once: with a nonce, a repeat within a few minutes returns the first message.
    func post(_ post: DiscordPost, in channel: String) async throws -> DiscordMessage {
        let route = Self.posting(in: channel)
        let path = "/channels/\(channel)/messages"
        guard let file = post.file else {
            return try await call(.post, path, body: post, route: route, "post", isRepeatable: post.nonce != nil)
        }
        let boundary = "switchboard\(UInt64.random(in: .min ... .max))"
        return try Self.decode(
            await exchange(
                .post, path, body: MultipartBody.encode(try Self.encode(post), file, boundary: boundary),
                type: "multipart/form-data; boundary=\(boundary)", route: route, "post", tries: Self.tries,
                total: .seconds(20), isRepeatable: post.nonce != nil))
    }

    func edit(_ message: String, in channel: String, to post: DiscordPost) async throws {
        let _: DiscordMessage = try await call(
            .patch, "/channels/\(channel)/messages/\(message)", body: post,
            route: DiscordRoute(template: "PATCH /channels/{id}/messages/{id}", major: channel), "edit a message",
            isRepeatable: true)
    }

    /// Tells Discord that the press was heard, within its three seconds and before any work: type 6, deferred update.
    func acknowledge(_ interaction: String, token: String) async throws {
        struct Body: Encodable { var type = 6 }
        _ = try await exchange(
            .post, "/interactions/\(interaction)/\(token)/callback", body: try Self.encode(Body()),
            route: DiscordRoute(
                template: "POST /interactions/{id}/{token}/callback", major: interaction, isExemptFromGlobal: true),
            "answer the press", tries: 1, total: .seconds(3), isRepeatable: false)
    }

    /// Answers a press with a form for the person who pressed, within Discord's three seconds: type 9.
    func open(_ form: DiscordForm, _ interaction: String, token: String) async throws {
        _ = try await exchange(
            .post, "/interactions/\(interaction)/\(token)/callback", body: try Self.encode(form),
            route: DiscordRoute(
                template: "POST /interactions/{id}/{token}/callback", major: interaction, isExemptFromGlobal: true),
            "answer the press", tries: 1, total: .seconds(3), isRepeatable: false)
    }

    /// Takes the buttons off the message whose button was pressed, after the press was acknowledged.
    func removeButtons(application: String, token: String) async throws {
        struct Body: Encodable { var components: [String] = [] }
        _ = try await exchange(
            .patch, "/webhooks/\(application)/\(token)/messages/@original", body: try Self.encode(Body()),
            route: DiscordRoute(
                template: "PATCH /webhooks/{id}/{token}/messages/@original", major: token, isExemptFromGlobal: true),
            "take the buttons off", tries: 2, total: .seconds(10), isRepeatable: true)
    }

    /// Says something that only the person who pressed sees. Valid for 15 minutes after the press.
    func whisper(_ text: String, application: String, token: String) async throws {
        struct Body: Encodable {
            struct Mentions: Encodable { var parse: [String] = [] }
            var content: String
            var flags = 64
            var allowed_mentions = Mentions()
        }
        _ = try await exchange(
            .post, "/webhooks/\(application)/\(token)", body: try Self.encode(Body(content: text)),
            route: DiscordRoute(
                template: "POST /webhooks/{id}/{token}", major: token, isExemptFromGlobal: true),
            "answer the press", tries: 2, total: .seconds(10), isRepeatable: false)
    }

    static func encode<Body: Encodable>(_ body: Body) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return Array(try encoder.encode(body))
    }

    func call<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, route: DiscordRoute, _ what: String
    ) async throws -> Answer {
        try Self.decode(
            await exchange(
                method, path, body: [], route: route, what, tries: Self.tries, total: .seconds(20),
                isRepeatable: true))
    }

    func call<Answer: Decodable, Body: Encodable>(
        _ method: HTTPMethod, _ path: String, body: Body, route: DiscordRoute, _ what: String,
        isRepeatable: Bool = false
    ) async throws -> Answer {
        try Self.decode(
            await exchange(
                method, path, body: Self.encode(body), route: route, what, tries: Self.tries, total: .seconds(20),
                isRepeatable: isRepeatable))
    }

    static func decode<Answer: Decodable>(_ response: HTTPResponse) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(response.body))
        } catch {
            throw DiscordError(.unavailable, "Discord's answer cannot be read", mayHaveHappened: true)
        }
    }

    func exchange(
        _ method: HTTPMethod, _ path: String, body: [UInt8], type: String = "application/json", route: DiscordRoute,
        _ what: String, tries: Int, total: Duration, isRepeatable: Bool
    ) async throws -> HTTPResponse {
        var headers: HTTPHeaders = [
            "Authorization": "Bot \(token.reveal())",
            "User-Agent": "DiscordBot (https://github.com/switchboard, \(SuiteVersion.current))",
        ]
        if !body.isEmpty { headers["Content-Type"] = type }
        let request = HTTPRequest(
            method, base + path, headers: headers, body: body,
            timeouts: HTTPTimeouts(connect: .seconds(5), firstByte: total, idle: total, total: total))
        var attempt = 0
        while true {
            attempt += 1
            try await waitForTurn(route)
            let failure: DiscordError
            do {
                let response = try await http.send(request)
                buckets.learn(route, DiscordAnswer.limits(response), at: clock.now)
                budget.record(status: response.status, isShared: DiscordAnswer.isShared(response), at: clock.now)
                guard let error = DiscordAnswer.error(response, doing: what) else {
                    retries.succeeded()
                    return response
                }
                // A press has a token of its own.
                if error.code == .unauthorized, !route.isExemptFromGlobal {
                    refused = (error, clock.now + Self.refusalPause)
                }
                failure = error
            } catch {
                buckets.learn(route, nil, at: clock.now)
                failure = DiscordError(error)
            }
            guard attempt < tries, let pause = Self.pause(before: attempt, after: failure, isRepeatable),
                retries.spend()
            else { throw failure }
            try await Task.sleep(for: pause)
        }
    }

    /// How long to wait before the next try; nil when there must be none.
    private static func pause(before attempt: Int, after failure: DiscordError, _ isRepeatable: Bool) -> Duration? {
        switch failure.code {
        // The buckets have learned how long to wait.
        case .rateLimited: .zero
        case .unavailable where isRepeatable || !failure.mayHaveHappened:
            .milliseconds(250) * (1 << attempt) * Double.random(in: 0.5...1)
        default: nil
        }
    }

    private func waitForTurn(_ route: DiscordRoute) async throws {
        if let pause = budget.pause(at: clock.now) {
            throw DiscordError(
                .paused, "too many refused calls to Discord: nothing is sent for \(pause.components.seconds) seconds",
                retryAfter: pause)
        }
        if let refused, refused.until > clock.now, !route.isExemptFromGlobal { throw refused.error }
        let start = clock.now
        while let wait = buckets.admit(route, at: clock.now) { try await pause(wait, since: start) }
    }

    private func pause(_ wait: Duration, since start: ContinuousClock.Instant) async throws {
        guard clock.now - start + wait <= Self.patience else {
            throw DiscordError(.rateLimited, "Discord's rate limit leaves no room now", retryAfter: wait)
        }
        try await Task.sleep(for: wait)
    }
}
