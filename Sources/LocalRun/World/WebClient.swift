import CurlHTTP
import FoundationEssentials

/// Small requests to servers of this run, on this machine.
struct WebClient: Sendable {
    let http: HTTPClient

    func get(_ url: String, headers: HTTPHeaders = [:]) async throws -> [UInt8] {
        try await send(HTTPRequest(.get, url, headers: headers, bodyLimit: 256 << 20))
    }

    func get<Answer: Decodable>(_ type: Answer.Type, _ url: String) async throws -> Answer {
        try JSONDecoder().decode(type, from: Data(try await get(url)))
    }

    @discardableResult
    func send(_ method: HTTPMethod, _ url: String, json: String = "", headers: HTTPHeaders = [:]) async throws
        -> [UInt8]
    {
        var headers = headers
        if !json.isEmpty { headers["Content-Type"] = "application/json" }
        return try await send(HTTPRequest(method, url, headers: headers, body: Array(json.utf8)))
    }

    /// Whether the address answers with a success now.
    func isUp(_ url: String) async -> Bool {
        let request = HTTPRequest(
            .get, url,
            timeouts: HTTPTimeouts(
                connect: .seconds(1), firstByte: .seconds(2), idle: .seconds(2), total: .seconds(2)))
        return (try? await http.send(request).isSuccess) ?? false
    }

    private func send(_ request: HTTPRequest) async throws -> [UInt8] {
        let response = try await http.send(request)
        guard response.isSuccess else {
            throw RunFault("\(request) answered \(response.status)")
        }
        return response.body
    }
}

/// Why a run cannot go on, in words for the person who started it.
struct RunFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
