import Mongo
public import Store

extension TestDatabase {
    /// Where any of these texts stands, in whatever field of whatever collection: as `collection: text`, sorted.
    public static func mentions(of texts: [String], in store: Store) async throws -> [String] {
        try await store.client.run { session in
            var found: Set<String> = []
            for name in try session.listCollections() {
                for document in try session.collection(name).find(as: BSONDocument.self, filter: [:], limit: 100_000) {
                    let bytes = String(decoding: try document.encoded(), as: UTF8.self)
                    for text in texts where bytes.contains(text) { found.insert("\(name): \(text)") }
                }
            }
            return found.sorted()
        }
    }
}
