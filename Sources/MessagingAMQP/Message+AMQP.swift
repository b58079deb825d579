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

    /// Reads what a broker delivered. Missing properties become empty ones: the router gives such a message up with a
    /// reason, and nothing is lost on the way there.
    init(_ delivery: AMQPDelivery) {
        let properties = delivery.properties
        let headers = properties.headers
        self.init(
            id: properties.messageID ?? "", type: properties.type ?? "", routingKey: delivery.routingKey,
            conversation: properties.correlationID ?? "", sequence: headers[BrokerHeaders.sequence]?.intValue,
            causation: headers[BrokerHeaders.causation]?.stringValue,
            traceparent: headers[BrokerHeaders.traceparent]?.stringValue ?? "",
            contentType: properties.contentType ?? "",
            time: properties.timestamp.map { Timestamp($0) } ?? .now,
            source: properties.appID ?? "", body: delivery.body)
    }
}
