/// The limits of the wire, checked before a message is sent: the library finds out only after it has sent half of it,
/// and then the whole connection is lost.
enum WireSize {
    /// The largest short string (exchange, routing key, property, header name) in bytes: its length is one byte.
    static let shortString = 255

    /// Throws when the text does not fit a short string.
    static func check(_ text: String?, _ name: String) throws(AMQPError) {
        guard let text, text.utf8.count > shortString else { return }
        throw AMQPError(
            .invalidArgument, "The \(name) is \(text.utf8.count) bytes long: shorten it to \(shortString) at most.")
    }

    /// The bytes that a table takes on the wire, its length included. Throws when a name is too long, or a value is
    /// nested too deep.
    static func table(_ table: [String: AMQPValue], depth: Int = 0) throws(AMQPError) -> Int {
        var size = 4
        for (name, value) in table {
            try check(name, "header name")
            size += 1 + name.utf8.count + (try self.value(value, depth: depth + 1))
        }
        return size
    }

    private static func value(_ value: AMQPValue, depth: Int) throws(AMQPError) -> Int {
        guard depth <= AMQPValue.maximumDepth else {
            throw AMQPError(
                .invalidArgument,
                "A header or argument is nested more than \(AMQPValue.maximumDepth) deep: make it flatter.")
        }
        switch value {
        case .null: return 1
        case .bool: return 2
        case .int64, .double, .timestamp: return 9
        case .string(let text): return 5 + text.utf8.count
        case .bytes(let bytes): return 5 + bytes.count
        case .table(let entries): return 1 + (try table(entries, depth: depth))
        case .array(let elements):
            var size = 5
            for element in elements { size += try self.value(element, depth: depth + 1) }
            return size
        }
    }
}

extension AMQPProperties {
    /// The bytes that the properties take at most on the wire, after checking each against its limit.
    func checkedSize() throws(AMQPError) -> Int {
        let texts: [(String?, String)] = [
            (contentType, "content type"), (contentEncoding, "content encoding"), (correlationID, "correlation id"),
            (replyTo, "reply-to"), (expiration, "expiration"), (messageID, "message id"), (type, "type"),
            (userID, "user id"), (appID, "app id"),
        ]
        var size = 64
        for (text, name) in texts {
            try WireSize.check(text, name)
            size += 1 + (text?.utf8.count ?? 0)
        }
        if !headers.isEmpty {
            let headerSize = try WireSize.table(headers)
            guard headerSize <= Self.maximumHeaderSize else {
                throw AMQPError(
                    .invalidArgument,
                    "The headers take \(headerSize) bytes: make them smaller than \(Self.maximumHeaderSize).")
            }
            size += headerSize
        }
        return size
    }
}
