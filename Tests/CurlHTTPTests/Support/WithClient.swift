import Testing

@testable import CurlHTTP

/// Runs a client for as long as the body takes; `run()` has returned when this does.
func withClient<R: Sendable>(
    _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
    isPublic: @escaping @Sendable (NetworkAddress) -> Bool = { $0.isPublic },
    _ body: @Sendable (HTTPClient) async throws -> R
) async throws -> R {
    let client = HTTPClient(configuration, isPublic: isPublic)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        defer { client.close() }
        return try await body(client)
    }
}

/// Runs a client against a server that does the same to every connection.
func withServer<R: Sendable>(
    _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
    script: @escaping ScriptedServer.Script,
    test: @Sendable (HTTPClient, ScriptedServer) async throws -> R
) async throws -> R {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    return try await withClient(configuration) { try await test($0, server) }
}

/// The error that the call ends with, which must be an `HTTPError`.
func failure<R>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> R
) async throws -> HTTPError {
    let error = await #expect(throws: HTTPError.self, sourceLocation: sourceLocation) { _ = try await body() }
    return try #require(error, sourceLocation: sourceLocation)
}

/// Waits until the condition holds; fails after the limit.
func eventually(
    within limit: Duration = .seconds(10), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while await !condition() {
        try #require(ContinuousClock.now < end, "The condition did not come about.", sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(2))
    }
}

extension HTTPTimeouts {
    /// Long enough for everything that is not under test.
    static let patient = HTTPTimeouts(
        connect: .seconds(20), firstByte: .seconds(20), idle: .seconds(20), total: .seconds(20))

    static func patient(_ change: (inout HTTPTimeouts) -> Void) -> HTTPTimeouts {
        var timeouts = patient
        change(&timeouts)
        return timeouts
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
