import Testing

@testable import AMQP

@Suite struct PublishLedgerTests {
    private typealias Ledger = PublishLedger<Int>
    private let start = ContinuousClock.now

    private func message(_ exchange: String = "x", id: String? = nil) throws -> OutgoingMessage {
        try OutgoingMessage(
            exchange: exchange, routingKey: "k", properties: AMQPProperties(messageID: id), body: [1],
            maximumBodySize: 10)
    }

    private func sendNext(of ledger: inout Ledger, id: String) throws {
        let next = ledger.takeNext()
        ledger.sent(try #require(next), messageID: id)
    }

    /// A ledger in which the callers 1… have sent a message each, with the ids "m1"….
    private func ledger(sent count: Int, window: Int = 10, exchange: String = "x") throws -> Ledger {
        var ledger = Ledger(window: window, waitingLimit: 10)
        for caller in 1...count {
            ledger.add(try message(exchange), caller: caller, deadline: start + .seconds(caller))
            try sendNext(of: &ledger, id: "m\(caller)")
        }
        return ledger
    }

    private func answers(_ ledger: inout Ledger) -> [Int: AMQPError.Code?] {
        var answers: [Ledger.Answer] = []
        ledger.swapAnswers(&answers)
        return Dictionary(answers.map { ($0.caller, $0.failure?.code) }) { _, _ in
            Issue.record("A caller was answered twice")
            return nil
        }
    }

    @Test func aConfirmAnswersItsCaller() throws {
        var ledger = try ledger(sent: 3)
        ledger.acknowledge(2, multiple: false)
        #expect(answers(&ledger) == [2: nil])
        ledger.acknowledge(3, multiple: true)
        #expect(answers(&ledger) == [1: nil, 3: nil])
        #expect(ledger.isEmpty)
    }

    @Test func aReturnedMessageIsUnroutableThoughItIsConfirmed() throws {
        var ledger = try ledger(sent: 3)
        ledger.noteReturn(messageID: "m2", AMQPError(.unroutable, ""))
        ledger.noteReturn(messageID: "other", AMQPError(.unroutable, ""))
        #expect(answers(&ledger).isEmpty, "The answer comes with the confirm")
        ledger.acknowledge(3, multiple: true)
        #expect(answers(&ledger) == [1: nil, 2: .unroutable, 3: nil])
    }

    @Test func aRefusedMessageIsNacked() throws {
        var ledger = try ledger(sent: 2)
        ledger.refuse(2, multiple: true)
        #expect(answers(&ledger) == [1: .nacked, 2: .nacked])
    }

    @Test func messagesWaitInOrderForAPlace() throws {
        var ledger = try ledger(sent: 2, window: 2)
        for caller in 3...5 { ledger.add(try message(), caller: caller, deadline: start + .seconds(9)) }
        let none = ledger.takeNext()
        #expect(none == nil)
        ledger.acknowledge(1, multiple: false)
        #expect(ledger.takeNext()?.caller == 3)
    }

    @Test func moreThanMayWaitAreTurnedAway() throws {
        var ledger = Ledger(window: 1, waitingLimit: 2)
        for caller in 1...5 { ledger.add(try message(), caller: caller, deadline: start) }
        #expect(answers(&ledger) == [4: .busy, 5: .busy], "One place in the window, two to wait")
    }

    @Test func aClosedChannelFailsTheNamedExchangeAndLeavesTheOthersUnknown() throws {
        var ledger = try ledger(sent: 1, exchange: "missing")
        ledger.add(try message("fine"), caller: 2, deadline: start)
        try sendNext(of: &ledger, id: "m2")
        ledger.add(try message("fine"), caller: 3, deadline: start)
        ledger.channelClosed(
            .closedByBroker("the channel", code: 404, text: "NOT_FOUND - no exchange 'missing' in vhost '/'"))
        #expect(answers(&ledger) == [1: .notFound, 2: .unknown])
        #expect(ledger.takeNext()?.caller == 3, "What was not sent goes out on the next channel")
    }

    @Test func theEndOfTheConnectionTellsSentFromUnsent() throws {
        var ledger = try ledger(sent: 2)
        ledger.noteReturn(messageID: "m2", AMQPError(.unroutable, ""))
        ledger.add(try message(), caller: 3, deadline: start)
        ledger.connectionEnded(AMQPError(.closed, "gone"))
        #expect(answers(&ledger) == [1: .unknown, 2: .unroutable, 3: .closed])
        #expect(ledger.isEmpty)
    }

    @Test func whatWaitsTooLongIsGivenUp() throws {
        var ledger = try ledger(sent: 2)
        ledger.add(try message(), caller: 3, deadline: start + .seconds(2))
        ledger.add(try message(), caller: 4, deadline: start + .seconds(9))
        #expect(ledger.nextDeadline == start + .seconds(1))
        ledger.expire(now: start, unsent: AMQPError(.timeout, ""))
        #expect(answers(&ledger).isEmpty)
        ledger.expire(now: start + .seconds(2), unsent: AMQPError(.blocked, ""))
        #expect(answers(&ledger) == [1: .unknown, 2: .unknown, 3: .blocked])
        #expect(ledger.nextDeadline == start + .seconds(9))
        ledger.acknowledge(2, multiple: true)
        #expect(answers(&ledger).isEmpty, "A confirm that comes too late answers nobody")
    }

    @Test func aReturnGoesToTheOldestMessageWithItsIDThatHasNone() throws {
        var ledger = Ledger(window: 4, waitingLimit: 0)
        for caller in 1...2 {
            ledger.add(try message(), caller: caller, deadline: start)
            try sendNext(of: &ledger, id: "same")
        }
        ledger.noteReturn(messageID: "same", AMQPError(.unroutable, ""))
        ledger.acknowledge(1, multiple: false)
        #expect(answers(&ledger) == [1: .unroutable])
        ledger.noteReturn(messageID: "same", AMQPError(.unroutable, ""))
        ledger.acknowledge(2, multiple: false)
        #expect(answers(&ledger) == [2: .unroutable])
    }
}
