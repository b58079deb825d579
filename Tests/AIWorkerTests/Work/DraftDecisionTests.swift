import Shared
import Testing

@testable import AIWorker

@Suite struct `Whether to draft` {
    private func decide(
        _ sequence: Int64 = 5, _ text: String = "hi", mode: ReplyMode = .draft, last: Int64 = 5,
        direction: ChatMessage.Direction = .incoming
    ) -> DraftDecision {
        DraftDecision.of(
            sequence: sequence, text: text,
            standing: ConversationStanding(mode: mode, lastMessageSequence: last, lastDirection: direction))
    }

    @Test func `the latest message gets a draft`() {
        #expect(decide() == .draft)
        #expect(decide(mode: .auto) == .draft)
    }

    @Test func `a message that something came after gets none`() {
        #expect(decide(last: 6) == .skip(.newerMessage))
        #expect(decide(last: 6, direction: .outgoing) == .skip(.answeredByHand))
    }

    @Test func `nothing is drafted where the owner wants none, and nothing for a deleted conversation`() {
        #expect(decide(mode: .off, last: 6) == .skip(.modeOff))
        #expect(DraftDecision.of(sequence: 1, text: "hi", standing: nil) == .skip(.gone))
    }

    @Test func `a message without text has nothing to answer`() {
        #expect(decide(5, " \n ") == .skip(.noText))
    }
}
