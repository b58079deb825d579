import Logging
import Shared
import Store
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct AttachmentCollectorTests {
    private struct Scene {
        let store: Store
        let site = ScriptedSite()
        let news = WakeSignal()
        let collector: AttachmentCollector

        /// After a look at a page of one message with attachments at these addresses.
        static func with(
            _ addresses: [String], isWanted: Bool = true, pauses: [Duration] = [.zero, .zero],
            _ body: (Scene) async throws -> Void
        ) async throws {
            try await TestDatabase.with(.scraper) { store in
                let scene = Scene(store, pauses)
                var bubble = Transcript.Bubble(id: nil, isOwn: false, author: nil, text: "look", at: nil)
                bubble.attachments = addresses.map { ShownAttachment(kind: .image, address: $0) }
                scene.site.change { $0 = [bubble] }
                var conversations = ConversationStore(store: store, catchUp: 10, logger: .silent)
                if isWanted { conversations.attachments = scene.news }
                for _ in 0..<2 {
                    try await conversations.record(
                        scene.site.transcript, of: ConversationReference(id: "meetme:7", name: "Dana"))
                }
                try await body(scene)
            }
        }

        private init(_ store: Store, _ pauses: [Duration]) {
            self.store = store
            collector = AttachmentCollector(
                site: site, store: store, limit: 100, news: news, retry: AttachmentRetry(pauses: pauses),
                logger: .silent)
        }

        func attachment(_ number: Int) async throws -> AttachmentDocument {
            try #require(try await store.read { try $0.attachment("meetme:7#1/\(number)") })
        }
    }

    @Test func `Each attachment is told with its message, loaded once and told again, in order`() async throws {
        try await Scene.with(["a", "b"]) { scene async throws in
            let message = try await scene.store.read { try $0.message("meetme:7#1") }
            #expect(
                message?.attachments == [
                    MessageAttachment(id: "meetme:7#1/1", kind: .image),
                    MessageAttachment(id: "meetme:7#1/2", kind: .image),
                ])
            scene.site.give(.bytes([1, 2, 3], type: "image/png"), .missing(.gone))
            var isDone: [Bool] = []
            for _ in 0..<4 { isDone.append(try await scene.collector.collect()) }
            #expect(isDone == [true, true, false, false])
            #expect(scene.site.loaded == ["a", "b"])
            let (first, second) = (try await scene.attachment(1), try await scene.attachment(2))
            #expect(first.bytes == [1, 2, 3] && first.type == "image/png")
            #expect(second.missing == .gone && second.bytes == nil)
            // An address may let anybody in.
            #expect([first, second].allSatisfy { $0.address == nil && $0.dueAt == nil })
            #expect(
                try await scene.store.told() == [
                    "chat.message.received", "chat.message.attached", "chat.message.attached",
                ])
        }
    }

    @Test func `What fails is tried a few times and then told as left out`() async throws {
        try await Scene.with(["a"]) { scene async throws in
            scene.site.give(.failed(reason: "x"), .failed(reason: "x"), .failed(reason: "x"))
            var isDone: [Bool] = []
            for _ in 0..<4 { isDone.append(try await scene.collector.collect()) }
            #expect(isDone == [true, true, true, false])
            #expect(try await scene.attachment(1).missing == .unavailable)
            #expect(try await scene.store.told() == ["chat.message.received", "chat.message.attached"])
        }
    }

    @Test func `What has to wait is not tried before`() async throws {
        try await Scene.with(["a"], pauses: [.seconds(3600)]) { scene async throws in
            scene.site.give(.failed(reason: "x"))
            let isDone = [try await scene.collector.collect(), try await scene.collector.collect()]
            #expect(isDone == [true, false])
            #expect(scene.site.loaded == ["a"])
        }
    }

    @Test func `A site that cannot be used costs no try`() async throws {
        try await Scene.with(["a"], pauses: []) { scene async throws in
            for _ in 0..<5 {
                await #expect(throws: SiteError.self) { _ = try await scene.collector.collect() }
            }
            scene.site.give(.bytes([1], type: "image/png"))
            #expect(try await scene.collector.collect())
            #expect(try await scene.attachment(1).bytes == [1])
        }
    }

    @Test func `It waits for news, and what was expected before it began is loaded too`() async throws {
        try await Scene.with(["a"]) { scene async throws in
            scene.site.give(.bytes([1], type: "image/png"))
            let task = Task { try await scene.collector.run() }
            let isStored = try await eventually { try await scene.attachment(1).bytes == [1] }
            #expect(isStored)
            task.cancel()
            _ = await task.result
        }
    }

    @Test func `Where none are wanted the message tells of them and nothing is loaded`() async throws {
        try await Scene.with(["a"], isWanted: false) { scene async throws in
            #expect(try await scene.store.read { try $0.message("meetme:7#1") }?.attachments?.count == 1)
            #expect(try await scene.collector.collect() == false)
            #expect(try await scene.store.told() == ["chat.message.received"])
        }
    }
}
