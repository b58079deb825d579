import CurlHTTP
import FoundationEssentials
import Shared

/// Asks an OpenAI-compatible service for chat completions, not streamed.
struct ChatCompletions: Sendable {
    typealias Send = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

    /// - `address`: of the API's base, to which `/chat/completions` is added; a query stays.
    /// - `key`: sent as a bearer token, to Azure as `api-key`; nil sends none.
    /// - `timeout`: of a whole call, its retries included.
    struct Settings: Sendable {
        var address: WebAddress
        var key: Secret?
        var provider: AIProvider
        var model: String
        var maximumTokens: Int
        var maximumTokensField: AITokenLimitField
        var temperature: Double?
        var timeout: Duration
    }

    /// Longer answers are no chat replies.
    static let bodyLimit = 1 << 20

    let settings: Settings
    private let send: Send
    private let sleep: @Sendable (Duration) async throws -> Void

    init(
        _ settings: Settings, send: @escaping Send,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.settings = settings
        self.send = send
        self.sleep = sleep
    }

    /// The service's answer to the messages. Each retry costs money and gives another text: nothing of an earlier one
    /// is kept.
    ///
    /// - Throws: `AIServiceError`, or `CancellationError` when the task is cancelled or the client is closed.
    func complete(_ messages: [PromptMessage]) async throws -> Completion {
        let clock = ContinuousClock()
        let deadline = clock.now + settings.timeout
        let body = try CompletionRequest(
            model: settings.model, messages: messages, maximumTokens: settings.maximumTokens,
            maximumTokensField: settings.maximumTokensField, temperature: settings.temperature
        ).body()
        var jitter = SystemRandomNumberGenerator()
        var retry = 0
        while true {
            do {
                return try await once(body, within: clock.now.duration(to: deadline))
            } catch let error as AIServiceError {
                guard let wait = AIRetry.wait(after: error, retry: retry, using: &jitter),
                    wait < clock.now.duration(to: deadline)
                else { throw error }
                try await sleep(wait)
                retry += 1
            }
        }
    }

    /// Asks for the service's models, which costs nothing, to see whether it is there and takes the key.
    ///
    /// Not every compatible service has that list, and not every good key may see it: only a refused key and a service
    /// that cannot answer now count.
    ///
    /// - Throws: `AIServiceError`, or `CancellationError`.
    func checkAccess() async throws {
        let response = try await answer(to: request(.get, "models", within: .seconds(20)))
        guard !response.isSuccess, response.status != 501 else { return }
        let error = AIServiceError(response, origin: origin, model: settings.model)
        if error.code == .wrongKey || error.code == .busy { throw error }
    }

    private func once(_ body: [UInt8], within limit: Duration) async throws -> Completion {
        let response = try await answer(to: request(.post, "chat/completions", body, within: limit))
        guard response.isSuccess else {
            throw AIServiceError(response, origin: origin, model: settings.model)
        }
        guard let decoded = try? JSONDecoder().decode(CompletionBody.self, from: Data(response.body)),
            let completion = decoded.completion(asked: settings.model)
        else {
            throw AIServiceError(
                .unreadableAnswer,
                "\(origin) did not answer with a chat completion: is AI_API_URL an OpenAI-compatible API?",
                status: response.status)
        }
        return completion
    }

    private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await send(request)
        } catch {
            guard let fault = AIServiceError(error) else { throw CancellationError() }
            throw fault
        }
    }

    private func request(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8] = [], within limit: Duration
    ) -> HTTPRequest {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        if let key = settings.key {
            if settings.provider == .azure {
                headers["api-key"] = key.reveal()
            } else {
                headers["Authorization"] = "Bearer \(key.reveal())"
            }
        }
        // Nothing is sent before the whole answer is made, so the first byte may take as long as all of it.
        let timeouts = HTTPTimeouts(connect: .seconds(5), firstByte: limit, idle: .seconds(20), total: limit)
        return HTTPRequest(
            method, settings.address.appending(path).absoluteString, headers: headers, body: body, timeouts: timeouts,
            bodyLimit: Self.bodyLimit)
    }

    /// Scheme, host and port: what may be shown of an address.
    private var origin: String {
        let address = settings.address
        return "\(address.scheme)://\(address.host)" + (address.port.map { ":\($0)" } ?? "")
    }
}
