/// A message on its way out, checked against the limits of the wire.
struct OutgoingMessage: Sendable {
    let exchange: String
    let routingKey: String
    let properties: AMQPProperties
    let body: [UInt8]
    /// The bytes of its properties' frame, at most.
    let headerSize: Int

    init(
        exchange: String, routingKey: String, properties: AMQPProperties, body: [UInt8], maximumBodySize: Int
    ) throws(AMQPError) {
        try WireSize.check(exchange, "exchange's name")
        try WireSize.check(routingKey, "routing key")
        guard body.count <= maximumBodySize else {
            throw AMQPError(
                .tooLarge,
                "The message has \(body.count) bytes, the limit is \(maximumBodySize): store its content elsewhere and "
                    + "send a reference.")
        }
        headerSize = try properties.checkedSize()
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
    }
}
