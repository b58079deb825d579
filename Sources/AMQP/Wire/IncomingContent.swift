import CRabbitMQ

/// A message that arrives in pieces on a channel: a method, then its properties, then its body in frames.
struct IncomingContent {
    /// The method that announced it.
    enum Head {
        case delivery(tag: UInt64, redelivered: Bool, exchange: String, routingKey: String)
        case returned(code: Int, text: String, exchange: String, routingKey: String)
    }

    /// What a frame did to it.
    enum Progress {
        case incomplete
        case complete
        case impossible(Int)
        case unexpected
    }

    /// So much is reserved on the announcement alone; the rest grows as it really arrives.
    private static let largestReservation = 1024 * 1024

    let head: Head
    private(set) var properties: AMQPProperties?
    private(set) var body: [UInt8] = []
    /// The size of a body beyond the limit, of which nothing is kept.
    private(set) var omitted = 0
    private var missing = 0

    init(head: Head) {
        self.head = head
    }

    /// Takes the properties and the body's size.
    mutating func begin(_ frame: amqp_frame_t, limit: Int) -> Progress {
        guard properties == nil, let decoded = frame.payload.properties.decoded else { return .unexpected }
        guard frame.payload.properties.body_size <= UInt64(AMQPConfiguration.largestBody) else {
            return .impossible(Int(clamping: frame.payload.properties.body_size))
        }
        properties = AMQPProperties(copying: decoded.load(as: amqp_basic_properties_t.self))
        missing = Int(frame.payload.properties.body_size)
        if missing > limit { omitted = missing }
        // A returned message is told by its properties; its sender still has the body.
        if case .delivery = head, omitted == 0 { body.reserveCapacity(min(missing, Self.largestReservation)) }
        return missing == 0 ? .complete : .incomplete
    }

    /// Takes a piece of the body.
    mutating func append(_ frame: amqp_frame_t) -> Progress {
        let piece = UnsafeRawBufferPointer(frame.payload.body_fragment)
        guard properties != nil, piece.count <= missing else { return .unexpected }
        if case .delivery = head, omitted == 0 { body.append(contentsOf: piece) }
        missing -= piece.count
        return missing == 0 ? .complete : .incomplete
    }
}
