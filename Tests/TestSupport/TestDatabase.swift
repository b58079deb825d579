import Foundation
import Mongo
public import Shared
public import Store

/// The MongoDB that tests run against, named by `SWITCHBOARD_TEST_MONGODB_URI`.
public enum TestDatabase {
    private static let uri = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGODB_URI"]

    public static var isThere: Bool { uri != nil }

    /// Lends a store in a database of its own, prepared as the service does and dropped afterwards.
    public static func with<R: Sendable>(
        _ service: ServiceName, declaring collections: [CollectionDeclaration] = [],
        _ body: (Store) async throws -> R
    ) async throws -> R {
        let name = "switchboard_test_\(UUID().uuidString.lowercased().prefix(12))"
        let client = try MongoClient(uri: uri ?? "", appName: "tests", threads: 4, defaultDatabase: name)
        let store = Store(service: service, client: client)
        let result: Result<R, any Error>
        do {
            try await store.prepare(declaring: collections)
            result = .success(try await body(store))
        } catch {
            result = .failure(error)
        }
        try? await client.run { try $0.dropDatabase() }
        await client.close()
        return try result.get()
    }
}
