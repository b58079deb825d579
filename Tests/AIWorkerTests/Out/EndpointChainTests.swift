import CurlHTTP
import Logging
import Shared
import Synchronization
import Testing

@testable import AIWorker

@Suite struct `Endpoints, one behind the other` {
    /// Services that answer by host, and a clock that stands until it is moved.
    private final class World: Sendable {
        static let answer = #"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#
        private let state = Mutex<(status: [String: Int], asked: [String], now: ContinuousClock.Instant)>(
            ([:], [], ContinuousClock().now))
        var asked: [String] { state.withLock { $0.asked } }
        var now: ContinuousClock.Instant { state.withLock { $0.now } }
        func set(_ host: String, _ status: Int?) { state.withLock { $0.status[host] = status } }
        func pass(_ duration: Duration) { state.withLock { $0.now += duration } }
        func forget() { state.withLock { $0.asked = [] } }
        func send(_ request: HTTPRequest) -> HTTPResponse {
            let host = String(request.url.dropFirst(8).prefix { $0 != "/" })
            let status = state.withLock { state in
                state.asked.append(host)
                return state.status[host]
            }
            guard let status else { return HTTPResponse(status: 200, body: Array(Self.answer.utf8)) }
            return HTTPResponse(status: status, body: Array("{}".utf8))
        }
    }

    private let messages = [PromptMessage(role: .user, content: "u")]

    private func chain(_ world: World, _ hosts: [String] = ["one", "two"]) throws -> EndpointChain {
        EndpointChain(
            try hosts.map { host in
                ChatCompletions(
                    ChatCompletions.Settings(
                        address: try WebAddress("https://\(host)/v1"), key: Secret("k"), provider: .openai, model: "m",
                        maximumTokens: 100, maximumTokensField: .maxTokens, temperature: nil, timeout: .seconds(60),
                        names: EndpointNames(url: "\(host)_URL", key: "\(host)_KEY", model: "\(host)_MODEL")),
                    send: { request throws(HTTPError) in world.send(request) },
                    stream: { _ throws(HTTPError) in
                        throw HTTPError(.closed, "not streamed", requestMayHaveBeenProcessed: false)
                    }, sleep: { _ in })
            }, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), now: { world.now })
    }

    private func failure(_ chain: EndpointChain) async -> AIServiceError? {
        do {
            _ = try await chain.complete(messages)
            return nil
        } catch {
            return error as? AIServiceError
        }
    }

    @Test func `the first is asked as long as it answers`() async throws {
        let world = World()
        let chain = try chain(world)
        for _ in 0..<3 { #expect(try await chain.complete(messages).text == "Hi") }
        #expect(world.asked == ["one", "one", "one"])
    }

    @Test func `one that fails is followed by the next at once, and left alone after three times`() async throws {
        let world = World()
        let chain = try chain(world)
        world.set("one", 500)
        for _ in 0..<5 { #expect(try await chain.complete(messages).text == "Hi") }
        #expect(world.asked == ["one", "two", "one", "two", "one", "two", "two", "two"])
        world.forget()
        world.set("one", nil)
        world.pass(.seconds(10))
        for _ in 0..<2 { _ = try await chain.complete(messages) }
        #expect(world.asked == ["one", "one"])
    }

    @Test func `a wrong key leads to the next, and is told with its own variable when there is none`() async throws {
        let world = World()
        let chain = try chain(world)
        world.set("one", 401)
        for _ in 0..<2 { _ = try await chain.complete(messages) }
        #expect(world.asked == ["one", "two", "two"])
        world.set("two", 401)
        let error = await failure(chain)
        #expect(error?.message == "https://two refuses the key: check two_KEY.")
        #expect(error?.retryAfter == .seconds(300))
    }

    @Test func `when all are left alone nobody is asked, and the wait is told`() async throws {
        let world = World()
        let chain = try chain(world, ["one"])
        world.set("one", 500)
        for _ in 0..<3 { #expect(await failure(chain)?.code == .busy) }
        #expect(world.asked.count == 9, "the only one is tried three times each")
        world.pass(.seconds(4))
        #expect(await failure(chain)?.retryAfter == .seconds(6))
        #expect(world.asked.count == 9)
        world.pass(.seconds(6))
        world.set("one", nil)
        #expect(try await chain.complete(messages).text == "Hi")
    }

    @Test func `what is refused for its content is not taken to another`() async throws {
        let world = World()
        let chain = try chain(world)
        world.set("one", 400)
        for _ in 0..<5 { #expect(await failure(chain)?.code == .refused) }
        #expect(world.asked == ["one", "one", "one", "one", "one"], "and is no fault of the endpoint's")
        world.set("one", 413)
        #expect(try await chain.complete(messages).text == "Hi", "but what is too long may fit elsewhere")
    }

    @Test func `only the first endpoint decides whether the service is ready`() async throws {
        let world = World()
        let chain = try chain(world)
        world.set("two", 401)
        try await chain.checkAccess()
        world.set("one", 401)
        await #expect(throws: AIServiceError.self) { try await chain.checkAccess() }
    }
}
