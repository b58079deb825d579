import Foundation
import FoundationNetworking

@testable import Sandbox

/// A server of some peers on a free port, and a client for it.
struct TestServer: Sendable {
    let base: String

    /// Runs the peers' own lives and the server while `body` uses it.
    static func with<R: Sendable>(
        _ peers: [any Peer], faults: FaultBoard? = nil, clock: any SandboxClock = SystemClock(),
        recorder: Recorder? = nil, _ body: @escaping @Sendable (TestServer) async throws -> R
    ) async throws -> R {
        let router = Router(
            peers: peers,
            faults: faults ?? FaultBoard(random: SeededRandom(seed: 1), clock: clock),
            clock: clock, recorder: recorder)
        let server = try SandboxServer(host: "127.0.0.1", port: 0, router: router)
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            for peer in peers {
                group.addTask {
                    try await peer.run()
                    return nil
                }
            }
            group.addTask { try await body(TestServer(base: "http://127.0.0.1:\(try await server.port())")) }
            while let result = try await group.next() {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        /// The value of a header, whatever its case.
        func header(_ name: String) -> String? {
            headers.first { $0.key.lowercased() == name.lowercased() }?.value
        }
    }

    /// Redirects are not followed and cookies not kept, so that a test sees each answer as it is.
    func send(
        _ method: String, _ path: String, json: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: URL(string: base + path)!)
        request.httpMethod = method
        request.timeoutInterval = 20
        request.httpShouldHandleCookies = false
        request.httpBody = json?.data()
        if json != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        let http = response as? HTTPURLResponse
        let fields = (http?.allHeaderFields ?? [:]).map { (String(describing: $0.key), String(describing: $0.value)) }
        return Answer(
            status: http?.statusCode ?? 0, headers: Dictionary(fields, uniquingKeysWith: { $1 }), body: data)
    }

    private final class NoRedirects: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
            newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
