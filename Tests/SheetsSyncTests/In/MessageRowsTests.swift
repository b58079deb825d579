import Messaging
import Shared
import Store
import Testing

@testable import SheetsSync

@Suite(.enabled(if: TestStore.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct MessageRowsTests {
    private static let sheet = "s/t"

    private static func router(_ store: Store) -> EventRouter {
        MessageRows(store: store, sheet: sheet, signal: WakeSignal()).router
    }

    private static func reply(_ id: String, held: GuardFinding? = nil) -> ReplyDrafted {
        ReplyDrafted(
            draft: id, conversation: anna, text: "hello", textHash: "h", answers: 1, message: "meetme:1#1", model: "m",
            held: held)
    }

    @Test func `it subscribes to what changes or empties a row and to nothing else`() async throws {
        try await TestStore.with { store in
            #expect(
                Set(Self.router(store).types) == [
                    .messageReceived, .messageSent, .messageEdited, .messageDeleted, .replyDrafted, .replyVoided,
                    .replyApproved, .replyRejected, .replyDelivered, .replyFailed, .erasureRequested,
                ])
        }
    }

    @Test func `each message gets the next place, once`() async throws {
        try await TestStore.with { store in
            let router = Self.router(store)
            for ordinal in Int64(1)...3 {
                let first = try delivery(MessageReceived(message: message(ordinal)))
                for _ in 0..<3 { #expect(await router.handle(first) == .done) }
            }
            // Told again by another event: the row is there already.
            #expect(await router.handle(try delivery(MessageReceived(message: message(2)))) == .done)
            let rows = try await store.rows()
            #expect(rows.map(\._id) == ["meetme:1#1", "meetme:1#2", "meetme:1#3"])
            #expect(rows.map(\.place) == [2, 3, 4])
            #expect(rows.allSatisfy { $0.state == .pending && $0.attempts == 0 && $0.sheet == Self.sheet })
            #expect(rows.allSatisfy { $0.origin != nil })
        }
    }

    @Test func `many at once get places without holes and in each conversation's order`() async throws {
        try await TestStore.with { store in
            let router = Self.router(store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        let conversation = ConversationReference(id: "meetme:\(number)", name: "N")
                        for ordinal in Int64(1)...5 {
                            let event = try delivery(
                                MessageReceived(message: message(ordinal, in: conversation)), in: conversation)
                            while await router.handle(event) != .done { await Task.yield() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await store.rows()
            #expect(rows.map(\.place) == Array(2...51))
            for number in 0..<10 {
                let own = rows.filter { $0.conversation == "meetme:\(number)" }.map(\._id)
                #expect(own == (1...5).map { "meetme:\(number)#\($0)" })
            }
        }
    }

    @Test func `what happens to a message shows in its row`() async throws {
        try await TestStore.with { store in
            let router = Self.router(store)
            func handle<P: EventPayload>(_ payload: P) async throws -> RowDocument? {
                #expect(await router.handle(try delivery(payload)) == .done)
                return try await store.row("meetme:1#1")
            }
            var row = try await handle(MessageSent(message: message(1, "a", .outgoing), draft: nil))
            #expect(row?.cells[8] == "sent by hand" && row?.version == 1)
            row = try await handle(MessageEdited(message: message(1, "=b", .outgoing), version: 2))
            #expect(row?.cells[5] == "=b" && row?.cells[8] == "edited" && row?.version == 2)
            row = try await handle(MessageDeleted(conversation: anna, message: "meetme:1#1", noticedAt: .now))
            #expect(row?.cells[8] == "deleted on the page" && row?.cells[5] == "=b" && row?.version == 3)
            _ = try await handle(MessageSent(message: message(2, "c", .outgoing), draft: "d1"))
            #expect(try await store.row("meetme:1#2")?.cells[8] == "sent")
        }
    }

    @Test func `what becomes of a reply shows in the row of the message it answers`() async throws {
        try await TestStore.with { store in
            let router = Self.router(store)
            func handle<P: EventPayload>(_ payload: P) async throws -> String? {
                #expect(await router.handle(try delivery(payload)) == .done)
                return try await store.row("meetme:1#1")?.cells[9]
            }
            _ = try await handle(MessageReceived(message: message(1)))
            let by = Approver(kind: .discord, id: "1", name: "op")
            let reply = Self.reply("d1")
            try await store.write { _ = try $0.offer(reply) }
            #expect(try await handle(reply) == "drafted")
            let held = Self.reply("d1", held: GuardFinding(rule: "link", reason: "r"))
            #expect(try await handle(held) == "held back: link")
            let approved = ReplyApproved(draft: "d1", conversation: anna, text: "t", textHash: "h", answers: 1, by: by)
            #expect(try await handle(approved) == "approved")
            #expect(
                try await handle(ReplyDelivered(draft: "d1", conversation: anna, message: "meetme:1#2", seenAt: .now))
                    == "delivered")
            #expect(try await handle(ReplyRejected(draft: "d1", conversation: anna, by: by)) == "rejected")
            #expect(
                try await handle(ReplyVoided(draft: "d1", conversation: anna, reason: .answeredByHand))
                    == "answered by hand")
            #expect(
                try await handle(ReplyFailed(draft: "d1", conversation: anna, reason: .ambiguous, advice: "a"))
                    == "look whether it was sent")
        }
    }

    @Test func `events about messages without a row are passed over`() async throws {
        try await TestStore.with { store in
            let router = Self.router(store)
            let voided = ReplyVoided(draft: "unknown", conversation: anna, reason: .superseded)
            for unknown in [
                try delivery(MessageEdited(message: message(1), version: 2)), try delivery(Self.reply("d1")),
                try delivery(voided),
            ] {
                let outcome = await router.handle(unknown)
                #expect(outcome == .done)
            }
            let rows = try await store.rows()
            #expect(rows.isEmpty)
        }
    }

    @Test func `rows of a sheet that was configured before are left alone`() async throws {
        try await TestStore.with { store in
            try await store.add(message(1), in: "old/tab")
            try await store.add(message(2), in: Self.sheet)
            #expect(
                await Self.router(store).handle(try delivery(MessageEdited(message: message(1, "x"), version: 2)))
                    == .done)
            let rows = try await store.rows()
            #expect(rows.first { $0._id == "meetme:1#1" }?.version == 1)
            #expect(rows.map(\.place) == [2, 2])
            let waiting = try await RowStore(store: store, sheet: Self.sheet, holder: "me").pending(limit: 10)
            #expect(waiting.map(\._id) == ["meetme:1#2"])
        }
    }
}
