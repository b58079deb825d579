import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct SelectorStoreTests {
    @Test func `A book is stored, and changes of two writers at once are both kept`() async throws {
        try await TestDatabase.with(.scraper, declaring: [SelectorDocument.declaration]) { store in
            let memory = SelectorStore(store: store, platform: "test", packVersion: 2)
            #expect(try await memory.load() == nil)
            let proposal = SelectorLedgerTests.proposal(.send, ".x")
            _ = try await memory.update { book in
                _ = book.ledger.take([proposal], replacing: SelectorLedgerTests.pack, at: 1)
            }
            async let first = memory.update { $0.remember([:], notices: ["Seen"]) }
            async let second = memory.update { _ = $0.ledger.accept(.send) }
            _ = try await (first, second)
            let book = try #require(try await memory.load())
            #expect(book.notices == ["Seen"])
            #expect(book.ledger.usable.map(\.standing) == [.inUse])
            #expect(book.ledger.packVersion == 2)
        }
    }
}
