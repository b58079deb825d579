import AMQP
import Messaging
import Shared

extension Message {
    /// Everything that tells the story is in the properties and headers too, so that the management UI alone shows it.
    func properties(headers extra: [String: AMQPValue] = [:]) -> AMQPProperties {
        var properties = AMQPProperties()
        properties.contentType = contentType
        properties.deliveryMode = .persistent
        // A foreign message without one still has to be told apart in the dead letters.
        properties.messageID = id.isEmpty ? EventID.make() : id
        properties.correlationID = conversation
        properties.type = type
        properties.appID = source
        properties.timestamp = time.date
        var headers: [String: AMQPValue] = [BrokerHeaders.traceparent: .string(traceparent)]
        if let causation { headers[BrokerHeaders.causation] = .string(causation) }
        if let sequence { headers[BrokerHeaders.sequence] = .int64(sequence) }
        properties.headers = extra.isEmpty ? headers : headers.merging(extra) { $1 }
        return properties
    }

    /// Reads what a broker delivered, whoever published it. Missing properties become empty ones: the router gives such
    /// a message up with a reason, and nothing is lost on the way there. Whatever it holds can be published again.
    init(_ delivery: AMQPDelivery) {
        let properties = delivery.properties
        let headers = properties.headers
        self.init(
            id: properties.messageID.fitting, type: properties.type.fitting, routingKey: Self.routingKey(of: delivery),
            conversation: properties.correlationID.fitting, sequence: headers[BrokerHeaders.sequence]?.intValue,
            causation: headers.shortText(BrokerHeaders.causation),
            traceparent: headers.shortText(BrokerHeaders.traceparent) ?? "",
            contentType: properties.contentType.fitting,
            time: properties.timestamp.map { Timestamp($0) } ?? .now,
            source: properties.appID.fitting, body: delivery.body)
    }

    /// What comes back from a delay queue comes through the default exchange, whose routing key is the queue's name;
    /// the type still says what the message was published under.
    private static func routingKey(of delivery: AMQPDelivery) -> String {
        guard delivery.exchange.isEmpty, let type = delivery.properties.type, let name = try? EventName(type: type)
        else { return delivery.routingKey }
        return name.rawValue
    }
}
