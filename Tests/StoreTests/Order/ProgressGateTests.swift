import Foundation
import Messaging
import Mongo
import Shared
import TestSupport
import Testing

@testable import Store

/// Two views of one database: who writes events, and who receives them.
struct OrderDesk: Sendable {
    let writer: Store
    let reader: Store
    let interests: Interests
    let gate: ProgressGate

    static func with(_ body: @Sendable (OrderDesk) async throws -> Void) async throws {
        try await TestDatabase.with(.sheetsSync) { reader in
            let interests = Interests(store: reader, names: [.messageReceived, .messageSent])
            _ = try await interests.filter()
            try await body(
                OrderDesk(
                    writer: Store(service: .scraper, client: reader.client), reader: reader, interests: interests,
                    gate: ProgressGate(store: reader, interests: interests)))
        }
    }

    func writes(_ count: Int64) async throws -> [EventHeader] {
        try await writer.write { transaction in try (1...count).map { try transaction.append(message($0)) } }
    }

    /// As the dispatcher leaves them.
    func send(_ headers: [EventHeader], ago: TimeInterval = 0) async throws {
        try await writer.client.run { session in
            _ = try session.collection(OutboxDocument.collection).updateMany(
                ["_id": ["$in": .array(headers.map { .string($0.id) })]],
                ["$set": ["state": "sent", "sentAt": .date(Date().addingTimeInterval(-ago))]])
        }
    }

    func state(_ header: EventHeader) async throws -> OpenEvent? {
        try await writer.client.run { session in
            try session.collection(OutboxDocument.collection).findOne(
                as: OpenEvent.self, filter: ["_id": .string(header.id)])
        }
    }

    func admit(_ header: EventHeader) async throws -> OrderVerdict {
        // Another process, which remembers nothing.
        let store = Store(service: .sheetsSync, client: reader.client)
        return try await ProgressGate(
            store: store, interests: Interests(store: store, names: [.messageReceived, .messageSent])
        )
        .admit(Message(header: header, body: []))
    }
}

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct ProgressGateTests {
    @Test func `a later message waits for each earlier one that is open, in any order of delivery`() async throws {
        try await OrderDesk.with { desk in
            let headers = try await desk.writes(3)
            try await desk.send(headers)
            #expect(try await desk.admit(headers[2]) == .behind(headers[0].id))
            #expect(try await desk.admit(headers[0]) == .turn)
            try await desk.reader.handle(headers[0]) { _ in }
            #expect(try await desk.admit(headers[2]) == .behind(headers[1].id))
            try await desk.reader.handle(headers[1]) { _ in }
            #expect(try await desk.admit(headers[2]) == .turn)
        }
    }

    @Test func `events that do not concern the service and those from before it are not waited for`() async throws {
        try await TestDatabase.with(.sheetsSync) { reader in
            let writer = Store(service: .scraper, client: reader.client)
            let early = try await writer.write { try $0.append(message(1)) }
            let interests = Interests(store: reader, names: [.messageReceived])
            _ = try await interests.filter()
            #expect(early.time <= .now)
            let (other, last) = try await writer.write { transaction in
                (
                    try transaction.emit(
                        ConversationUpdated(conversation: anna, unread: 1, mode: nil, claimedBy: nil),
                        conversation: anna), try transaction.append(message(2))
                )
            }
            #expect(other.sequence == 2 && last.sequence == 3)
            let gate = ProgressGate(store: reader, interests: interests)
            #expect(try await gate.admit(Message(header: last, body: [])) == .turn)
        }
    }

    @Test func `one that is given up leaves a gap that those behind it pass`() async throws {
        try await OrderDesk.with { desk in
            let headers = try await desk.writes(2)
            try await desk.gate.leaveGap(Message(header: headers[0], body: []), reason: "final: no such row")
            #expect(try await desk.admit(headers[1]) == .turn)
            let gap = try await desk.reader.client.run { session in
                try session.collection(GapDocument.collection).findOne(as: GapDocument.self, filter: [:])
            }
            #expect(gap?.sequence == 1)
            #expect(gap?.reason == "final: no such row")
            // Replayed from the dead letters it is handled once.
            #expect(try await desk.admit(headers[0]) == .turn)
            #expect(try await desk.reader.handle(headers[0]) { _ in true } == true)
            #expect(try await desk.reader.handle(headers[0]) { _ in true } == nil)
        }
    }

    @Test func `a stranger's message that is given up moves no progress, whatever place it claims`() async throws {
        try await OrderDesk.with { desk in
            let headers = try await desk.writes(3)
            try await desk.send(headers)
            for (id, sequence) in [("foreign", 3), (headers[0].id, 3)] as [(String, Int64)] {
                var foreign = Message(header: headers[0], body: [])
                (foreign.id, foreign.sequence) = (id, sequence)
                try await desk.gate.leaveGap(foreign, reason: "undecodable: not an event")
            }
            #expect(try await desk.admit(headers[1]) == .behind(headers[0].id))
        }
    }

    @Test func `what was sent long ago and never came is sent again, unless it waits for its next attempt`()
        async throws
    {
        try await OrderDesk.with { desk in
            let headers = try await desk.writes(2)
            try await desk.send(headers, ago: 60)
            try await desk.gate.putOff(Message(header: headers[0], body: []), for: .seconds(3600))
            #expect(try await desk.admit(headers[1]) == .behind(headers[0].id))
            #expect(try await desk.state(headers[0])?.state == .sent)
            try await desk.reader.client.run { session in
                _ = try session.collection(PutOffDocument.collection).deleteMany([:])
            }
            #expect(try await desk.admit(headers[1]) == .behind(headers[0].id))
            #expect(try await desk.state(headers[0])?.state == .pending)
            #expect(try await desk.state(headers[0])?.recalls == 1)
        }
    }

    @Test func `everything that a deleted queue held is sent again, and nothing else`() async throws {
        try await OrderDesk.with { desk in
            let headers = try await desk.writes(6)
            try await desk.send(headers, ago: 20)
            try await desk.reader.handle(headers[0]) { _ in }
            var unordered = Message(header: headers[1], body: [])
            unordered.sequence = nil
            try await desk.gate.leaveGap(unordered, reason: "no")
            try await desk.gate.putOff(Message(header: headers[2], body: []), for: .seconds(5))
            // Nothing is looked at that was sent before the service subscribed.
            try await desk.reader.client.run { session in
                _ = try session.collection(SubscriptionDocument.collection).updateOne(
                    ["_id": "sheets-sync"], ["$set": ["recalledTo": .date(Date().addingTimeInterval(-30))]])
            }
            #expect(try await desk.reader.recallLost(desk.interests, settled: .seconds(60)) == 0)
            #expect(try await desk.reader.recallLost(desk.interests, settled: .seconds(10)) == 3)
            for header in headers {
                let isOpen = [4, 5, 6].contains(header.sequence ?? 0)
                #expect(try await desk.state(header)?.state == (isOpen ? .pending : .sent))
            }
            #expect(try await desk.reader.recallLost(desk.interests, settled: .seconds(10)) == 0)
        }
    }
}

@Suite struct RecallPolicyTests {
    private let now = Date()

    private func decide(_ ago: Double, recalls: Int64? = nil, comesBack: Double? = nil) -> RecallPolicy.Decision {
        RecallPolicy.decide(
            OpenEvent(
                _id: "e", sequence: 1, state: .sent, sentAt: now.addingTimeInterval(-ago), recalls: recalls),
            comesBackAt: comesBack.map { now.addingTimeInterval($0) }, now: now)
    }

    @Test func `patience grows with every time and ends`() {
        #expect(decide(29) == .leave)
        #expect(decide(31) == .sendAgain)
        #expect(decide(31, recalls: 1) == .leave)
        #expect(decide(121, recalls: 1) == .sendAgain)
        #expect(decide(21_601, recalls: 4) == .sendAgain)
        #expect(decide(21_599, recalls: 5) == .leave)
        #expect(decide(21_601, recalls: 5) == .giveUp)
    }

    @Test func `what comes back by itself, or is not sent yet, is left alone`() {
        #expect(decide(1000, comesBack: 1) == .leave)
        #expect(decide(1000, comesBack: -1) == .sendAgain)
        let pending = OpenEvent(_id: "e", sequence: 1, state: .pending, sentAt: nil, recalls: nil)
        #expect(RecallPolicy.decide(pending, comesBackAt: nil, now: now) == .leave)
    }
}
