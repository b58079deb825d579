import Synchronization

@testable import Scraper

/// A selector book that is kept while a test runs.
final class BookInMemory: SelectorMemory {
    private let book: Mutex<SelectorBook?>

    init(_ book: SelectorBook? = nil) {
        self.book = Mutex(book)
    }

    var stored: SelectorBook? { book.withLock { $0 } }

    func load() async throws -> SelectorBook? { stored }

    @discardableResult
    func update(_ change: @escaping @Sendable (inout SelectorBook) -> Void) async throws -> SelectorBook {
        book.withLock { book in
            var next = book ?? SelectorBook(packVersion: 1)
            change(&next)
            book = next
            return next
        }
    }
}
