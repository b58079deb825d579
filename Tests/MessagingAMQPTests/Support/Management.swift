import CurlHTTP
import Foundation
import MessagingAMQP

/// What tests ask of RabbitMQ's management API beyond what a service does.
enum Management {
    static let url = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL"]
    static var isThere: Bool { url != nil }

    struct Failure: Error { let status: Int }

    /// Sends a request to the API at an address as in `url`; the path goes on from `/api/`.
    @discardableResult
    static func send(
        _ method: HTTPMethod, _ path: String, body: String = "", to address: String? = url
    ) async throws -> [UInt8] {
        let parts = (address ?? "").split(separator: "@", maxSplits: 1)
        let login = parts[0].split(separator: "//", maxSplits: 1)[1]
        var request = HTTPRequest(method, "http://\(parts[1])/api/\(path)", body: Array(body.utf8))
        request.headers["Authorization"] = "Basic \(Data(login.utf8).base64EncodedString())"
        request.headers["Content-Type"] = "application/json"
        let (client, prepared) = (HTTPClient(), request)
        let response = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            defer { client.close() }
            return try await client.send(prepared)
        }
        guard (200..<300).contains(response.status) else { throw Failure(status: response.status) }
        return response.body
    }

    /// Runs the body under a policy for the queues that the pattern matches.
    static func withPolicy(
        _ name: String, pattern: String, definition: String, _ body: () async throws -> Void
    ) async throws {
        let policy = #"{"pattern":"\#(pattern)","definition":\#(definition),"apply-to":"queues","priority":9}"#
        try await send(.put, "policies/%2F/\(name)", body: policy)
        let result: Result<Void, any Error>
        do {
            try await body()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await send(.delete, "policies/%2F/\(name)")
        try result.get()
    }
}
