import CurlHTTP
import FoundationEssentials
import Shared

/// Asks one endpoint, an OpenAI-compatible service, for chat completions, plain or streamed.
struct ChatCompletions: Sendable {
    typealias Send = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse
    typealias Stream = @Sendable (HTTPRequest) async throws(HTTPError) -> AnswerStream

    /// - `address`: of the API's base, to which `/chat/completions` is added; a query stays.
    /// - `key`: sent as a bearer token, to Azure as `api-key`; nil sends none.
    /// - `timeout`: of a whole call, its retries included.
    /// - `isStreamed`: the answer comes word by word, and silence in the middle of it is noticed.
    struct Settings: Sendable {
        var address: WebAddress
        var key: Secret?
        var provider: AIProvider
        var model: String
        var maximumTokens: Int
        var maximumTokensField: AITokenLimitField
        var temperature: Double?
        var timeout: Duration
        var isStreamed = false
        var names = EndpointNames()
    }

    /// How long a stream may be silent, before its first token and between two.
    static let firstTokenLimit = Duration.seconds(60)
    static let idleLimit = Duration.seconds(20)

    /// Longer answers are no chat replies.
    static let bodyLimit = 1 << 20
    /// A stream wraps every token into some 200 bytes.
    static let streamLimit = 8 << 20

    let settings: Settings
    private let send: Send
    private let stream: Stream
    private let sleep: @Sendable (Duration) async throws -> Void

    init(
        _ settings: Settings, send: @escaping Send, stream: @escaping Stream,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.settings = settings
        self.send = send
        self.stream = stream
        self.sleep = sleep
    }

    /// The service's answer to the messages. Each retry costs money and gives another text: nothing of an earlier one
    /// is kept.
    ///
    /// - Parameter mayRetry: false when another endpoint is asked instead.
    /// - Throws: `AIServiceError`, or `CancellationError` when the task is cancelled or the client is closed.
    func complete(_ messages: [PromptMessage], mayRetry: Bool = true) async throws -> Completion {
        let clock = ContinuousClock()
        let deadline = clock.now + settings.timeout
        let body = try CompletionRequest(
            model: settings.model, messages: messages, maximumTokens: settings.maximumTokens,
            maximumTokensField: traits.tokenLimitField ?? settings.maximumTokensField,
            temperature: settings.temperature, isStreamed: settings.isStreamed,
            asksUsage: settings.isStreamed && traits.tellsStreamUsage
        ).body()
        var jitter = SystemRandomNumberGenerator()
        var retry = 0
        while true {
            do {
                return try await once(body, within: clock.now.duration(to: deadline))
            } catch let error as AIServiceError {
                guard mayRetry, let wait = AIRetry.wait(after: error, retry: retry, using: &jitter),
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
        if let path = traits.healthPath {
            let health = try await answer(
                to: request(.get, settings.address.sibling(path), within: .seconds(20)))
            // A proxy before it may not show that address; one that says "not yet" is the server itself.
            if health.status == 503 { throw fault(health) }
        }
        let response = try await answer(
            to: request(.get, settings.address.appending("models"), within: .seconds(20)))
        guard !response.isSuccess, response.status != 501 else { return }
        let error = fault(response)
        if error.code == .wrongKey || error.code == .busy { throw error }
    }

    private func once(_ body: [UInt8], within limit: Duration) async throws -> Completion {
        let request = request(.post, settings.address.appending("chat/completions"), body, within: limit)
        if settings.isStreamed { return try await streamed(request) }
        let response = try await answer(to: request)
        guard response.isSuccess else { throw fault(response) }
        guard let decoded = try? JSONDecoder().decode(CompletionBody.self, from: Data(response.body)),
            var completion = decoded.completion(asked: settings.model)
        else { throw unreadable(response.status) }
        completion.cost = cost(response.headers)
        return completion
    }

    private func streamed(_ request: HTTPRequest) async throws -> Completion {
        do {
            let answer = try await stream(request)
            guard answer.isSuccess else {
                throw fault(
                    HTTPResponse(
                        status: answer.status, headers: answer.headers, body: try await answer.collect()))
            }
            var events = ServerSentEvents()
            var growing = StreamedCompletion()
            while !growing.isDone, let bytes = try await answer.next() {
                for data in try events.feed(bytes) { try growing.take(data) }
            }
            var completion = try growing.completion(asked: settings.model)
            completion.cost = cost(answer.headers)
            return completion
        } catch let error as HTTPError {
            guard let fault = AIServiceError(error, names: settings.names) else { throw CancellationError() }
            throw fault
        } catch is ServerSentEvents.TooLong {
            throw unreadable(200)
        } catch let error as StreamedCompletion.Fault {
            switch error {
            case .error(let fault):
                throw AIServiceError(inStream: fault, origin: origin, model: settings.model, names: settings.names)
            case .unreadable:
                throw unreadable(200)
            case .endless:
                throw AIServiceError(.unreadableAnswer, "\(origin) stopped in the middle of an answer.", status: 200)
            }
        }
    }

    private func unreadable(_ status: Int) -> AIServiceError {
        AIServiceError(
            .unreadableAnswer,
            "\(origin) did not answer with a chat completion: is \(settings.names.url) an OpenAI-compatible API?",
            status: status)
    }

    private func fault(_ response: HTTPResponse) -> AIServiceError {
        AIServiceError(response, origin: origin, model: settings.model, names: settings.names)
    }

    private func cost(_ headers: HTTPHeaders) -> Double? {
        traits.costHeader.flatMap { headers[$0] }.flatMap(Double.init).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
    }

    private var traits: ProviderTraits { settings.provider.traits }

    private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await send(request)
        } catch {
            guard let fault = AIServiceError(error, names: settings.names) else { throw CancellationError() }
            throw fault
        }
    }

    private func request(
        _ method: HTTPMethod, _ address: WebAddress, _ body: [UInt8] = [], within limit: Duration
    ) -> HTTPRequest {
        let isStreamed = settings.isStreamed && method == .post
        var headers: HTTPHeaders = ["Accept": isStreamed ? "text/event-stream" : "application/json"]
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        if let key = settings.key {
            switch traits.keyHeader {
            case .apiKey: headers["api-key"] = key.reveal()
            case .bearer: headers["Authorization"] = "Bearer \(key.reveal())"
            }
        }
        // A plain answer is sent when all of it is made, so its first byte may take as long as all of it.
        let firstByte = isStreamed && !traits.loadsModel ? min(limit, Self.firstTokenLimit) : limit
        let timeouts = HTTPTimeouts(connect: .seconds(5), firstByte: firstByte, idle: Self.idleLimit, total: limit)
        return HTTPRequest(
            method, address.absoluteString, headers: headers, body: body, timeouts: timeouts,
            bodyLimit: isStreamed ? Self.streamLimit : Self.bodyLimit)
    }

    /// Scheme, host and port: what may be shown of an address.
    var origin: String {
        let address = settings.address
        return "\(address.scheme)://\(address.host)" + (address.port.map { ":\($0)" } ?? "")
    }
}
