extension AMQPError {
    /// The error for a reply code that the broker closed a channel or the connection with.
    ///
    /// The codes are those of the AMQP 0-9-1 specification, section 1.2 (constants), as RabbitMQ uses them.
    ///
    /// - Parameter subject: what the broker closed, such as "the channel".
    static func closedByBroker(_ subject: String, code: Int, text: String) -> AMQPError {
        let (kind, advice) = meaning(ofReplyCode: code)
        return AMQPError(
            kind, "RabbitMQ closed \(subject): \(text) (\(code)). \(advice)", brokerCode: code, brokerText: text)
    }

    private static func meaning(ofReplyCode code: Int) -> (Code, String) {
        switch code {
        case 311:
            (.tooLarge, "Make the message smaller, or store its content elsewhere and send a reference.")
        case 320:
            (.closed, "An operator or a shutdown ended the connection: connect again.")
        case 403:
            (.accessRefused, "Give the user the permission (rabbitmqctl set_permissions), or use another user.")
        case 404:
            (.notFound, "Declare it before it is used, or correct its name.")
        case 405:
            (.resourceLocked, "Another connection holds it exclusively: use another name, or wait until it is gone.")
        case 406:
            (
                .preconditionFailed,
                "If it exists with other properties, declare it as it is, or delete it when it is empty and not in use."
            )
        case 501, 502, 503, 504, 505:
            (.protocolViolation, "This is a fault of the client or of something between: connect again.")
        case 530:
            (.accessRefused, "Create the virtual host or correct its name, and give the user access to it.")
        case 540:
            (.invalidArgument, "This version of RabbitMQ does not support it.")
        case 541:
            (.closed, "The broker failed inside: look at its log, and start it again if this goes on.")
        default:
            (.closed, "Connect again.")
        }
    }

    /// What a message's sender is told when the message was sent, and then `cause` came before its confirm.
    static func unconfirmed(because cause: AMQPError) -> AMQPError {
        AMQPError(
            .unknown,
            "The message was sent but not confirmed (\(cause.message)) "
                + "Publish it again with the same message id, and let consumers drop the second copy.",
            brokerCode: cause.brokerCode, brokerText: cause.brokerText)
    }

    /// What a message's sender is told when `cause` came before the message was sent.
    static func notSent(because cause: AMQPError) -> AMQPError {
        AMQPError(
            cause.code == .unknown ? .closed : cause.code, "The message was not sent. \(cause.message)",
            brokerCode: cause.brokerCode, brokerText: cause.brokerText)
    }

    /// The end that the program itself asked for.
    static let closedHere = AMQPError(.closed, "This program closed the connection: make a new one to go on.")

    /// The end of a consumer that has nothing left to do.
    static let consumerGone = AMQPError(.closed, "The consumer has ended: consume the queue again.")
}
