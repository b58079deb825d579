import Logging
import Messaging
import Mongo
import Shared
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct StoreTests {
    @Test func `an event is handled once however often it comes`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let event = header()
            let first = try await store.handle(event) { try $0.append(message(1)).sequence }
            let second = try await store.handle(event) { try $0.append(message(2)).sequence }
            #expect(first == 1)
            #expect(second == nil)
            #expect(try await store.isHandled(event.id))
            let stored = try await store.read { try $0.recentMessages(of: anna.id, limit: 10) }
            #expect(stored.map(\.ordinal) == [1])
        }
    }

    @Test func `a handler that throws leaves nothing behind`() async throws {
        struct Broken: Error {}
        try await TestDatabase.with(.scraper) { store in
            let event = header()
            await #expect(throws: Broken.self) {
                try await store.handle(event) { transaction in
                    _ = try transaction.append(message(1))
                    throw Broken()
                }
            }
            let isHandled = try await store.isHandled(event.id)
            let conversation = try await store.read { try $0.conversation(anna.id) }
            #expect(!isHandled)
            #expect(conversation == nil)
        }
    }

    @Test func `events of a conversation are numbered without holes by many writers`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let sequences = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await store.write {
                            try $0.emit(
                                ConversationUpdated(conversation: anna, unread: 1, mode: nil, claimedBy: nil),
                                conversation: anna
                            ).sequence
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sequences.compactMap { $0 }.sorted() == Array(1...40))
        }
    }

    @Test func `two presses at once decide a draft once`() async throws {
        try await TestDatabase.with(.discordRelay) { store in
            try await store.write { _ = try $0.offer(drafted("d1", answers: 1)) }
            let moved = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await store.write { try $0.move(draft: "d1", from: [.offered], to: .approved) != nil }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(moved == 1)
        }
    }

    @Test func `a newer message voids the drafts before it and tells so`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await store.write { transaction in
                let first = try transaction.append(message(1))
                _ = try transaction.offer(drafted("d1", answers: first.sequence ?? 0))
            }
            let voided = try await store.write { transaction in
                let next = try transaction.append(message(2))
                return try transaction.voidDrafts(of: anna, olderThan: next.sequence ?? 0, reason: .newerMessage).count
            }
            #expect(voided == 1)
            #expect(try await store.read { try $0.draft("d1")?.state } == .voided)
        }
    }

    @Test func `a reply of ours does not make drafts out of date and a message by hand does`() async throws {
        try await TestDatabase.with(.scraper) { store in
            let first = try await store.write { try $0.append(message(1)).sequence }
            try await store.write { _ = try $0.append(message(2, "ours", .outgoing), draft: "d1") }
            #expect(try await store.read { try $0.conversation(anna.id)?.lastMessageSequence } == first)
            let byHand = try await store.write { try $0.append(message(3, "mine", .outgoing)).sequence }
            #expect(try await store.read { try $0.conversation(anna.id)?.lastMessageSequence } == byHand)
        }
    }

    @Test func `every version of an edited message is kept, and a deleted one too`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await store.write { _ = try $0.append(message(1, "one")) }
            for text in ["two", "two", "three"] {
                _ = try await store.write { try $0.edit("meetme:1#1", in: anna, to: text, at: .now) }
            }
            _ = try await store.write { try $0.delete("meetme:1#1", in: anna, at: .now) }
            let again = try await store.write { try $0.delete("meetme:1#1", in: anna, at: .now) }
            let stored = try await store.read { try $0.message("meetme:1#1") }
            #expect(stored?.text == "three")
            #expect(stored?.earlier?.map(\.text) == ["one", "two"])
            #expect(stored?.deletedAt != nil)
            #expect(again == nil)
            let events = try await store.read { try $0.conversation(anna.id)?.lastSequence }
            // received, edited twice, deleted
            #expect(events == 4)
        }
    }

    @Test func `two equal messages are two`() async throws {
        try await TestDatabase.with(.scraper) { store in
            try await store.write { for ordinal in 1...2 { _ = try $0.append(message(Int64(ordinal), "hi")) } }
            let stored = try await store.read { try $0.recentMessages(of: anna.id, limit: 10) }
            #expect(stored.map(\.text) == ["hi", "hi"])
            await #expect(throws: MongoError.self) { try await store.write { _ = try $0.append(message(2, "hi")) } }
        }
    }
}
