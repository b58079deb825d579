import CRabbitMQ

/// The bits that say which properties a message has (AMQP 0-9-1, class basic).
private enum Flag {
    static let contentType = UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG)
    static let contentEncoding = UInt32(AMQP_BASIC_CONTENT_ENCODING_FLAG)
    static let headers = UInt32(AMQP_BASIC_HEADERS_FLAG)
    static let deliveryMode = UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    static let priority = UInt32(AMQP_BASIC_PRIORITY_FLAG)
    static let correlationID = UInt32(AMQP_BASIC_CORRELATION_ID_FLAG)
    static let replyTo = UInt32(AMQP_BASIC_REPLY_TO_FLAG)
    static let expiration = UInt32(AMQP_BASIC_EXPIRATION_FLAG)
    static let messageID = UInt32(AMQP_BASIC_MESSAGE_ID_FLAG)
    static let timestamp = UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
    static let type = UInt32(AMQP_BASIC_TYPE_FLAG)
    static let userID = UInt32(AMQP_BASIC_USER_ID_FLAG)
    static let appID = UInt32(AMQP_BASIC_APP_ID_FLAG)
}

extension Arena {
    /// The properties as the library wants them, persistent unless they say otherwise.
    func properties(_ properties: AMQPProperties, messageID: String) -> amqp_basic_properties_t {
        var result = amqp_basic_properties_t()
        var flags = Flag.deliveryMode | Flag.messageID
        func set(_ field: inout amqp_bytes_t, _ text: String?, _ flag: UInt32) {
            guard let text else { return }
            field = bytes(text)
            flags |= flag
        }
        set(&result.content_type, properties.contentType, Flag.contentType)
        set(&result.content_encoding, properties.contentEncoding, Flag.contentEncoding)
        set(&result.correlation_id, properties.correlationID, Flag.correlationID)
        set(&result.reply_to, properties.replyTo, Flag.replyTo)
        set(&result.expiration, properties.expiration, Flag.expiration)
        set(&result.type, properties.type, Flag.type)
        set(&result.user_id, properties.userID, Flag.userID)
        set(&result.app_id, properties.appID, Flag.appID)
        result.message_id = bytes(messageID)
        result.delivery_mode = (properties.deliveryMode ?? .persistent).rawValue
        if let priority = properties.priority {
            result.priority = priority
            flags |= Flag.priority
        }
        if let timestamp = properties.timestamp {
            result.timestamp = WireTime.seconds(timestamp)
            flags |= Flag.timestamp
        }
        if !properties.headers.isEmpty {
            result.headers = table(properties.headers)
            flags |= Flag.headers
        }
        result._flags = flags
        return result
    }
}

extension AMQPProperties {
    /// Copies properties out of the library's buffers.
    init(copying source: amqp_basic_properties_t) {
        func text(_ flag: UInt32, _ bytes: amqp_bytes_t) -> String? {
            source._flags & flag == 0 ? nil : String(copying: bytes)
        }
        self.init(
            contentType: text(Flag.contentType, source.content_type),
            contentEncoding: text(Flag.contentEncoding, source.content_encoding),
            deliveryMode: source._flags & Flag.deliveryMode == 0
                ? nil : DeliveryMode(rawValue: source.delivery_mode),
            priority: source._flags & Flag.priority == 0 ? nil : source.priority,
            correlationID: text(Flag.correlationID, source.correlation_id),
            replyTo: text(Flag.replyTo, source.reply_to),
            expiration: text(Flag.expiration, source.expiration),
            messageID: text(Flag.messageID, source.message_id),
            timestamp: source._flags & Flag.timestamp == 0 ? nil : WireTime.date(source.timestamp),
            type: text(Flag.type, source.type),
            userID: text(Flag.userID, source.user_id),
            appID: text(Flag.appID, source.app_id),
            headers: source._flags & Flag.headers == 0 ? [:] : .init(copying: source.headers))
    }
}
