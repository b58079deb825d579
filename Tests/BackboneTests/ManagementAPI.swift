// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What tests ask of the broker's management API.
enum ManagementAPI {
    private static let base = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_RABBITMQ_MANAGEMENT_URL"] ?? ""

    private struct Consumer: Decodable {
        struct Queue: Decodable { var name: String }
        struct Channel: Decodable { var connection_name: String }
        var queue: Queue
        var connection: String?

        private enum CodingKeys: CodingKey { case queue, channel_details }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            queue = try container.decode(Queue.self, forKey: .queue)
            // An empty list where the channel is gone.
            connection = (try? container.decode(Channel.self, forKey: .channel_details))?.connection_name
        }
    }

    /// Closes the connections that consume the queue.
    ///
    /// - Returns: how many they were; the statistics may show none for a moment.
    static func closeConsumers(of queue: String) async throws -> Int {
        let names = try await consumers().filter { $0.queue.name == queue }.compactMap(\.connection)
        var closed = 0
        for name in Set(names) {
            let path = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
            if try await send("DELETE", "/api/connections/\(path)").status == 204 { closed += 1 }
        }
        return closed
    }

    private static func consumers() async throws -> [Consumer] {
        try JSONDecoder().decode([Consumer].self, from: try await send("GET", "/api/consumers").body)
    }

    private static func send(_ method: String, _ path: String) async throws -> (status: Int, body: Data) {
        guard var address = URLComponents(string: base) else { return (0, Data()) }
        let login = "\(address.user ?? "guest"):\(address.password ?? "guest")"
        (address.user, address.password) = (nil, nil)
        address.percentEncodedPath = path
        guard let url = address.url else { return (0, Data()) }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = method
        request.setValue("Basic \(Data(login.utf8).base64EncodedString())", forHTTPHeaderField: "Authorization")
        let (body, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, body)
    }
}
