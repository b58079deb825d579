/// Every message between the call of `publish` and its answer: waiting for a place, then unconfirmed, then answered.
///
/// It decides and does nothing: its owner sends what ``takeNext()`` returns, and answers what ``swapAnswers(_:)``
/// lists. `Caller` stands for whoever waits for the answer.
struct PublishLedger<Caller> {
    typealias Answer = (caller: Caller, failure: AMQPError?)

    /// A message that is not sent yet.
    struct Waiting {
        let message: OutgoingMessage
        let caller: Caller
        let deadline: ContinuousClock.Instant
    }

    /// A message that is sent.
    private struct Sent {
        let caller: Caller
        let messageID: String
        let exchange: String
        let deadline: ContinuousClock.Instant
        /// Why it reached no queue. The broker says so before it confirms.
        var returned: AMQPError?
    }

    private var waiting = FIFO<Waiting>()
    private var window: ConfirmWindow<Sent>
    private var answers: [Answer] = []
    private let waitingLimit: Int

    init(window: Int, waitingLimit: Int) {
        self.window = ConfirmWindow(limit: window)
        self.waitingLimit = waitingLimit
    }

    var hasWaiting: Bool { !waiting.isEmpty }
    var hasRoom: Bool { window.hasRoom }
    var unconfirmedCount: Int { window.count }
    var waitingCount: Int { waiting.count }
    /// Whether every message has been answered, or at least decided.
    var isEmpty: Bool { waiting.isEmpty && window.count == 0 }

    /// When ``expire(now:unsent:)`` has something to do next.
    var nextDeadline: ContinuousClock.Instant? {
        switch (waiting.first?.deadline, window.oldest?.deadline) {
        case (let first?, let second?): min(first, second)
        case (let first, let second): first ?? second
        }
    }

    // MARK: Sending

    /// Takes in a message. Deadlines must not go down from one to the next.
    mutating func add(_ message: OutgoingMessage, caller: Caller, deadline: ContinuousClock.Instant) {
        guard waiting.count < waitingLimit + max(0, window.limit - window.count) else {
            let failure = AMQPError(
                .busy,
                "\(waiting.count) messages wait to be sent: publish slower, or raise the publish window and the number "
                    + "that may wait.")
            answers.append((caller, failure))
            return
        }
        waiting.append(Waiting(message: message, caller: caller, deadline: deadline))
    }

    /// The message to send now, nil when there is none or no place for it.
    mutating func takeNext() -> Waiting? {
        window.hasRoom ? waiting.popFirst() : nil
    }

    /// Notes that the message was sent on the channel.
    mutating func sent(_ item: Waiting, messageID: String) {
        window.append(
            Sent(
                caller: item.caller, messageID: messageID, exchange: item.message.exchange, deadline: item.deadline))
    }

    /// Notes that the message cannot be sent.
    mutating func refused(_ item: Waiting, _ failure: AMQPError) {
        answers.append((item.caller, failure))
    }

    // MARK: The broker's word

    /// The broker has stored the message, or all up to this number; those that it returned before reached no queue.
    mutating func acknowledge(_ tag: UInt64, multiple: Bool) {
        window.settle(tag, multiple: multiple) { answers.append(($0.caller, $0.returned)) }
    }

    /// The broker has refused the message, or all up to this number.
    mutating func refuse(_ tag: UInt64, multiple: Bool) {
        window.settle(tag, multiple: multiple) { entry in
            let failure =
                entry.returned
                ?? AMQPError(
                    .nacked,
                    "RabbitMQ did not take the message for the exchange '\(entry.exchange)': its queue is full and "
                        + "rejects, or the broker has an internal fault. Publish it again later.")
            answers.append((entry.caller, failure))
        }
    }

    /// The broker has returned the message with this id; its acknowledgement follows. Of several with the same id the
    /// oldest that was not returned is meant, since returns come in the order of the messages.
    mutating func noteReturn(messageID: String, _ failure: AMQPError) {
        window.updateFirst(
            where: { $0.messageID == messageID && $0.returned == nil }, change: { $0.returned = failure })
    }

    // MARK: Ends

    /// The broker has closed the channel. Messages to an exchange that its text names were refused; of the others
    /// nobody knows. What is not sent yet goes on to wait.
    mutating func channelClosed(_ cause: AMQPError) {
        window.reset { entry in
            let isNamed = !entry.exchange.isEmpty && cause.brokerText?.contains("'\(entry.exchange)'") == true
            answers.append((entry.caller, entry.returned ?? (isNamed ? cause : .unconfirmed(because: cause))))
        }
    }

    /// The connection has ended.
    mutating func connectionEnded(_ cause: AMQPError) {
        window.reset { answers.append(($0.caller, $0.returned ?? .unconfirmed(because: cause))) }
        failWaiting(cause)
    }

    /// Gives up what is not sent yet.
    mutating func failWaiting(_ cause: AMQPError) {
        for item in waiting.removeAll() { answers.append((item.caller, .notSent(because: cause))) }
    }

    /// Gives up what has waited too long: of sent messages the fate is unknown, others fail with `unsent`.
    mutating func expire(now: ContinuousClock.Instant, unsent: AMQPError) {
        while let item = waiting.first, item.deadline <= now {
            _ = waiting.popFirst()
            answers.append((item.caller, unsent))
        }
        while let entry = window.oldest, entry.deadline <= now {
            _ = window.popOldest()
            let late = AMQPError(.unknown, "RabbitMQ did not confirm it in time.")
            answers.append((entry.caller, entry.returned ?? .unconfirmed(because: late)))
        }
    }

    /// Exchanges the answers found since the last call for an empty list, so that both keep their memory.
    mutating func swapAnswers(_ empty: inout [Answer]) {
        swap(&answers, &empty)
    }
}
