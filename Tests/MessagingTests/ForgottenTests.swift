import Messaging
import Shared
import Testing

struct ForgottenTests {
    private struct People: ForgottenConversations {
        var isAway = false

        func contains(_ conversation: String) async throws -> Bool {
            if isAway { throw Away() }
            return conversation == "meetme:7"
        }
    }

    private struct Away: Error {}

    private static func outcome(_ people: People, of conversation: String, sequence: Int64?) async throws -> Outcome {
        let event = ErasureCompleted(request: "r", store: "s", count: 1)
        let header = EventHeader(
            id: EventID.make(), source: "/test", name: .erasureCompleted, time: .now, conversation: conversation,
            sequence: sequence, causation: nil, origin: nil, trace: .start())
        let delivery = Delivery(
            message: try Message(Event(header: header, data: event)), attempt: 3, isRedelivered: true, queue: "q")
        let handler = [DropForgotten(people)].wrap { _ in .giveUp(reason: "handled") }
        return await handler(delivery)
    }

    @Test func `what comes of a forgotten conversation is done, and everything else is handled`() async throws {
        let handled = Outcome.giveUp(reason: "handled")
        #expect(try await Self.outcome(People(), of: "meetme:7", sequence: 4) == .done)
        #expect(try await Self.outcome(People(), of: "meetme:8", sequence: 4) == handled)
        // What asks for the erasure has no place in the conversation's order.
        #expect(try await Self.outcome(People(), of: "meetme:7", sequence: nil) == handled)
    }

    @Test func `nothing is handled while it cannot be looked up`() async throws {
        guard case .wait = try await Self.outcome(People(isAway: true), of: "meetme:8", sequence: 4) else {
            Issue.record("it was handled")
            return
        }
    }
}
