import Logging
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct ConversationReaderTests {
    private static let row = ConversationRow(id: "7", name: "Dana", preview: "", at: nil, isUnread: true)

    private struct Scene {
        let store: Store
        let site = ScriptedSite()
        let reader: ConversationReader

        static func with(catchUp: Int = 200, _ body: (Scene) async throws -> Void) async throws {
            try await TestDatabase.with(.scraper) { store in try await body(Scene(store, catchUp)) }
        }

        private init(_ store: Store, _ catchUp: Int) {
            self.store = store
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            reader = ConversationReader(
                site: site, conversations: ConversationStore(store: store, catchUp: catchUp, logger: logger),
                locks: ConversationLocks())
        }

        /// Looks, and looks again for what was missed.
        func look() async throws {
            let missed = try await reader.read(ConversationReaderTests.row)
            guard !missed.isEmpty else { return }
            let left = try await reader.read(ConversationReaderTests.row, missed: missed)
            #expect(left.isEmpty)
        }

        func stored() async throws -> [String] {
            try await store.read { try $0.recentMessages(of: "meetme:7", limit: 1000).map(\.text) }
        }
    }

    @Test func `An edited message is told with its new text and a deleted one as gone, each once`() async throws {
        try await Scene.with { scene async throws in
            for text in ["one", "two", "three", "four"] { scene.site.show(text) }
            try await scene.look()
            scene.site.change { bubbles in
                bubbles[1].text = "2"
                bubbles.remove(at: 2)
            }
            // "two" and "three" lie between others, one is left of them: nobody can know which.
            try await scene.look()
            try await scene.look()
            #expect(try await scene.stored() == ["one", "four", "2"])
            scene.site.change { $0[1].text = "II" }
            try await scene.look()
            #expect(try await scene.stored() == ["one", "four", "II"])
        }
    }

    @Test func `An edit in its place and by its id keeps the message`() async throws {
        try await Scene.with { scene async throws in
            for text in ["one", "two", "three"] { scene.site.show(text) }
            scene.site.change { for index in $0.indices { $0[index].id = "m\(index)" } }
            try await scene.look()
            scene.site.change { bubbles in
                bubbles[2].text = "III"
                bubbles.remove(at: 0)
            }
            try await scene.look()
            #expect(try await scene.stored() == ["two", "III"])
            let told = try await scene.store.told()
            #expect(
                told == [
                    "chat.message.received", "chat.message.received", "chat.message.received", "chat.message.edited",
                    "chat.message.deleted",
                ])
        }
    }

    @Test func `What is missing once and there again was not deleted`() async throws {
        try await Scene.with { scene async throws in
            for text in ["one", "two"] { scene.site.show(text) }
            try await scene.look()
            scene.site.change { $0.removeLast() }
            let missed = try await scene.reader.read(Self.row)
            #expect(missed == ["meetme:7#2"])
            scene.site.show("two")
            #expect(try await scene.reader.read(Self.row, missed: missed).isEmpty)
            #expect(try await scene.store.told() == ["chat.message.received", "chat.message.received"])
        }
    }

    @Test func `What a page that was found anew does not show was not deleted`() async throws {
        try await Scene.with { scene async throws in
            for text in ["one", "two", "three"] { scene.site.show(text) }
            try await scene.look()
            scene.site.isFound = true
            scene.site.change { $0.remove(at: 1) }
            #expect(try await scene.reader.read(Self.row).isEmpty)
            scene.site.show("four")
            try await scene.look()
            #expect(try await scene.stored() == ["one", "two", "three", "four"])
        }
    }

    @Test func `A page that was found anew and does not reach back is not stored with a hole`() async throws {
        try await Scene.with(catchUp: 100) { scene async throws in
            scene.site.show("first")
            try await scene.look()
            scene.site.isFound = true
            scene.site.isWindowed = true
            for number in 1...150 { scene.site.show("message \(number)") }
            await #expect(throws: SiteError.self) { try await scene.reader.read(Self.row) }
            #expect(try await scene.stored() == ["first"])
            // The pack is mended.
            scene.site.isFound = false
            try await scene.look()
            #expect(try await scene.stored() == ["first"] + (51...150).map { "message \($0)" })
        }
    }

    @Test func `A long conversation is stored in batches, in its order`() async throws {
        try await Scene.with(catchUp: 5000) { scene async throws in
            for number in 1...1200 { scene.site.show("message \(number % 7) \(number)", isOwn: number % 3 == 0) }
            try await scene.look()
            try await scene.look()
            let stored = try await scene.store.read { transaction in
                try transaction.recentMessages(of: "meetme:7", limit: 5000)
            }
            #expect(stored.map(\.text) == (1...1200).map { "message \($0 % 7) \($0)" })
            #expect(stored.map(\.ordinal) == (1...1200).map { Int64($0) })
        }
    }

    @Test func `A long conversation that repeats itself is stored whole`() async throws {
        try await Scene.with(catchUp: 5000) { scene async throws in
            let texts = (1...1200).map { $0 % 600 < 300 ? "hi" : "message \($0 % 600)" }
            for text in texts { scene.site.show(text) }
            try await scene.look()
            try await scene.look()
            let stored = try await scene.store.read { transaction in
                try transaction.recentMessages(of: "meetme:7", limit: 5000)
            }
            #expect(stored.map(\.text) == texts)
            #expect(stored.map(\.ordinal) == (1...1200).map { Int64($0) })
        }
    }

    @Test(arguments: [300, 2300])
    func `A long page whose first words are said again at its end is not read twice`(count: Int) async throws {
        try await Scene.with(catchUp: 5000) { scene async throws in
            var texts = ["hi"] + (2..<count).map { "message \($0)" } + ["hi"]
            for text in texts { scene.site.show(text) }
            for look in 1...3 {
                try await scene.look()
                texts.append(look == 2 ? "hi" : "and \(look)")
                scene.site.show(texts[texts.count - 1])
            }
            try await scene.look()
            let stored = try await scene.store.read { transaction in
                try transaction.recentMessages(of: "meetme:7", limit: 5000)
            }
            #expect(stored.map(\.text) == texts)
        }
    }

    @Test func `After an absence it reads back to what is stored, and no further than it may`() async throws {
        try await Scene.with(catchUp: 300) { scene async throws in
            scene.site.isWindowed = true
            scene.site.show("first")
            try await scene.look()
            for number in 1...250 { scene.site.show("message \(number)") }
            try await scene.look()
            #expect(try await scene.stored() == ["first"] + (1...250).map { "message \($0)" })
            for number in 251...1000 { scene.site.show("message \(number)") }
            try await scene.look()
            #expect(try await scene.stored().suffix(301) == ["message 250"] + (701...1000).map { "message \($0)" })
        }
    }
}
