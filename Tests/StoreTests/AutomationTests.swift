import Mongo
import Shared
import TestSupport
import Testing

import struct FoundationEssentials.Date

@testable import Store

@Suite struct `What bars automatic replies` {
    private func conversation(
        _ mode: ReplyMode? = .auto, claimedBy: String? = nil, takenOver: Bool = false
    ) -> ConversationDocument {
        ConversationDocument(
            _id: "meetme:7", name: "Dana", lastSequence: 1, lastMessageSequence: 1, lastOrdinal: 1, mode: mode,
            claimedBy: claimedBy, takenOverAt: takenOver ? Date() : nil, updatedAt: Date())
    }

    @Test func `nothing but the mode, a claim, a person's own reply and the other person's wish`() {
        func bar(_ conversation: ConversationDocument?, hasOptedOut: Bool = false) -> AutomationBar? {
            AutomationBar.of(conversation, hasOptedOut: hasOptedOut)
        }
        #expect(bar(conversation()) == nil)
        #expect(bar(conversation(claimedBy: "")) == nil, "released")
        #expect(bar(nil) == .gone)
        for mode in [nil, ReplyMode.draft, .off] { #expect(bar(conversation(mode)) == .mode) }
        #expect(bar(conversation(claimedBy: "Olga")) == .claimed)
        #expect(bar(conversation(takenOver: true)) == .takenOver)
        #expect(bar(conversation(), hasOptedOut: true) == .optedOut)
    }

    @Test(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
    func `what was taken over can be handed back, who opted out stays so`() async throws {
        try await TestDatabase.with(.aiWorker) { store in
            let id = anna.id
            try await store.write { transaction in
                _ = try transaction.append(message(1))
                _ = try transaction.session.collection(ConversationDocument.collection).updateOne(
                    ["_id": .string(id)], ["$set": ["mode": "auto"]])
            }
            func bar() async throws -> AutomationBar? { try await store.read { try $0.automationBar(of: id) } }
            #expect(try await bar() == nil)
            try await store.write { try $0.takeOver(id) }
            let first = try await store.read { try $0.conversation(id)?.takenOverAt }
            try await store.write { try $0.takeOver(id) }
            #expect(try await store.read { try $0.conversation(id)?.takenOverAt } == first)
            #expect(try await bar() == .takenOver)
            #expect(try await store.write { try $0.handBack(id) })
            #expect(try await !store.write { try $0.handBack(id) })
            #expect(try await bar() == nil)
            #expect(try await store.write { try $0.optOut(id) })
            #expect(try await !store.write { try $0.optOut(id) })
            _ = try await store.write { try $0.handBack(id) }
            // The person's name and words may be forgotten; the wish stays, and tells nothing else.
            try await store.write { transaction in
                _ = try transaction.session.collection(ConversationDocument.collection).deleteMany([:])
            }
            #expect(try await store.read { try $0.hasOptedOut(id) })
            let stored = try await store.client.run { session in
                try session.collection(OptOutDocument.collection).find(as: OptOutDocument.self, limit: 9)
            }
            #expect(stored.map(\._id) == [TextHash.of(id)])
        }
    }

    @Test(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
    func `one operator has a conversation, and gives it back with what a reply by hand ended`() async throws {
        try await TestDatabase.with(.discordRelay) { store in
            let id = anna.id
            let olga = Approver(kind: .discord, id: "1", name: "Olga")
            let namesake = Approver(kind: .discord, id: "2", name: "Olga")
            func claim(_ who: Approver, takingOver: Bool = false) async throws -> ClaimResult {
                try await store.write { try $0.claim(id, by: who, takingOver: takingOver) }
            }
            func release(_ who: Approver, asManager: Bool = false) async throws -> ReleaseResult {
                try await store.write { try $0.release(id, by: who, asManager: asManager) }
            }
            #expect(try await claim(olga) == .gone)
            #expect(try await release(olga) == .gone)
            #expect(try await store.write { try $0.setMode(.auto, of: id) } == nil)
            try await store.write { _ = try $0.append(message(1)) }
            #expect(try await store.read { try $0.mode(of: id) } == .draft)
            #expect(try await store.write { try $0.setMode(.auto, of: id) } == .draft)
            #expect(try await store.write { try $0.setMode(.auto, of: id) } == .auto)

            #expect(try await claim(olga) == .claimed)
            #expect(try await claim(olga) == .alreadyYours)
            #expect(try await claim(namesake) == .heldBy("Olga"), "a name is not a person")
            #expect(try await store.read { try $0.owner(of: id) } == ConversationOwner(name: "Olga", id: "discord:1"))
            #expect(try await store.read { try $0.automationBar(of: id) } == .claimed)
            #expect(try await release(namesake) == .heldBy("Olga"))
            #expect(try await claim(namesake, takingOver: true) == .claimed)
            try await store.write { try $0.takeOver(id) }
            #expect(try await release(olga, asManager: true) == .released)
            #expect(try await store.read { try $0.automationBar(of: id) } == nil)
            #expect(try await release(olga) == .wasFree)
            try await store.write { try $0.takeOver(id) }
            #expect(try await release(olga) == .released, "handed back without a claim")
            try await store.write { try $0.takeOver(id) }
            #expect(try await store.write { try $0.setMode(.auto, of: id) } == .auto)
            #expect(try await store.read { try $0.automationBar(of: id) } == nil, "asked for anew")

            // Told once each: mode, two claims, two releases.
            let told = try await store.client.run { session in
                try session.collection("outbox").countDocuments(["producer": .string(ServiceName.discordRelay.rawValue)]
                )
            }
            #expect(told == 1 + 1 + 2 + 2)
        }
    }

    @Test(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
    func `of operators who claim at once one gets it`() async throws {
        try await TestDatabase.with(.discordRelay) { store in
            let id = anna.id
            try await store.write { _ = try $0.append(message(1)) }
            let results = try await withThrowingTaskGroup(of: ClaimResult.self) { group in
                for number in 1...5 {
                    group.addTask {
                        let who = Approver(kind: .discord, id: "\(number)", name: "Operator \(number)")
                        return try await store.write { try $0.claim(id, by: who) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == .claimed } == 1)
            let owner = try #require(try await store.read { try $0.owner(of: id) })
            #expect(results.count { $0 == .heldBy(owner.name) } == 4)
        }
    }
}
