import Foundation
import Mongo
import Shared
import Store

enum TestDatabase {
    static let uri = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGODB_URI"]
    static var isThere: Bool { uri != nil }

    /// The scraper's view of a database of its own, which is dropped afterwards.
    static func with(_ body: (Store) async throws -> Void) async throws {
        let name = "switchboard_test_\(UUID().uuidString.lowercased().prefix(12))"
        let client = try MongoClient(uri: uri ?? "", appName: "tests", threads: 4, defaultDatabase: name)
        let store = Store(service: .scraper, client: client)
        let result: Result<Void, any Error>
        do {
            try await store.prepare(declaring: [])
            try await body(store)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try? await client.run { try $0.dropDatabase() }
        await client.close()
        try result.get()
    }
}

extension Store {
    /// The events in the outbox, as `name: what matters`, in the order they were written.
    func told() async throws -> [String] {
        struct Row: Decodable { var body: [UInt8] }
        return try await client.run { session in
            try session.collection("outbox").find(as: Row.self, sort: ["_id": 1], limit: 1000).map { row in
                let header = try EventCoding.decodeHeader(from: row.body)
                guard header.name == .replyFailed else { return header.name.rawValue }
                let failed = try EventCoding.decode(Event<ReplyFailed>.self, from: row.body)
                return "\(header.name.rawValue): \(failed.data.reason.rawValue)"
            }
        }
    }
}
