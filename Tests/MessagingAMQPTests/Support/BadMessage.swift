import AMQP
import Messaging
import MessagingAcceptance
import Shared

/// A message as no service of the suite publishes it.
struct BadMessage: Sendable {
    var name: String
    var properties: AMQPProperties
    var body: [UInt8]
    /// Part of the reason it is put aside with.
    var reason: String

    /// In every body and every foreign header; no reason may repeat it.
    static let secret = "wechat-me-at-hunter2"

    static func all() throws -> [BadMessage] { try bodies() + properties() + headers() }

    /// Bodies that are no event, or another one.
    private static func bodies() throws -> [BadMessage] {
        let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        return [
            try changed("bytes that are no JSON", "malformed") { $0.body = [0xFF, 0xFE, 0] + Array(secret.utf8) },
            try changed("an empty body", "malformed") { $0.body = [] },
            try changed("JSON nested 100,000 deep", "malformed") {
                $0.body = Array(#"{"\#(secret)":\#(nested)}"#.utf8)
            },
            try changed("a field of another type", "another type") { bad in
                bad.body = Array(#"{"specversion":"1.0","id":["\#(secret)"]}"#.utf8)
            },
            try changed("1 MiB", "1048576 bytes, the limit is 262144") { bad in
                bad.body += [UInt8](repeating: 32, count: 1 << 20 - bad.body.count)
            },
            try changed("a newer version in the body alone", "another type than its properties say") { bad in
                let text = String(decoding: bad.body, as: UTF8.self)
                bad.body = Array(text.replacing("received.v1", with: "received.v2").utf8)
            },
            try changed("a person's words in place of the type", "another type than its properties say") { bad in
                let text = String(decoding: bad.body, as: UTF8.self)
                bad.body = Array(text.replacing("switchboard.chat.message.received.v1", with: secret).utf8)
            },
        ]
    }

    /// Properties that are missing, or not the event's.
    private static func properties() throws -> [BadMessage] {
        [
            try changed("another content type", "content type is not") { $0.properties.contentType = "text/plain" },
            try changed("another character set", "content type is not") {
                $0.properties.contentType = "application/cloudevents+json; charset=latin1"
            },
            try changed("no content type", "no content type") { $0.properties.contentType = nil },
            try changed("an unknown type", "not known") { $0.properties.type = "switchboard.weather.v1" },
            try changed("words in place of a type", "the event type is not known") { bad in
                bad.properties.type = "Call me: \(secret)"
            },
            try changed("a newer major version", "newer major version") {
                $0.properties.type = "switchboard.chat.message.received.v2"
            },
            try changed("a type that is not handled here", "no handler") {
                $0.properties.type = EventName.sessionChanged.type
            },
            try changed("no type", "no type") { $0.properties.type = nil },
            try changed("no message id", "no message id") { $0.properties.messageID = "" },
            try changed("another message id", "message id is not") { $0.properties.messageID = "id-\(EventID.make())" },
            try changed("no correlation id", "no correlation id") { $0.properties.correlationID = nil },
            try changed("another conversation", "correlation id is not") { $0.properties.correlationID = "b" },
        ]
    }

    /// Headers that nobody of ours writes. What they say is not believed, and they do not keep a message from being put
    /// aside; the sequence alone is part of the event.
    private static func headers() throws -> [BadMessage] {
        let huge = AMQPValue.string(secret + String(repeating: "x", count: 50_000))
        let deep = (0..<30).reduce(AMQPValue.string(secret)) { inner, _ in ["n": inner] }
        return try [
            ("hundreds", Dictionary(uniqueKeysWithValues: (0..<500).map { ("h\($0)", .string(secret)) })),
            ("a deep table", ["deep": deep]),
            ("huge texts", ["traceparent": huge]),
            ("a huge cause", ["causationid": huge]),
            ("a huge time of the first failure", ["x-first-failed-at": huge]),
            ("a deep time of the first failure", ["x-first-failed-at": deep]),
            ("counts that are texts", ["x-attempt": .string(secret), "x-deferrals": .string(secret)]),
            ("negative counts", ["x-attempt": -7, "x-deferrals": -1]),
            ("counts beyond measure", ["x-attempt": .int64(.max), "x-deferrals": .int64(.min)]),
            ("a trace that is a number", ["traceparent": 7, "causationid": true]),
            ("bytes that are no text", ["traceparent": .bytes([0xFF]), "x-last-error": .bytes([0xFF])]),
        ].map { (name: String, headers: [String: AMQPValue]) in
            try changed("headers: \(name)", "no handler") { bad in
                bad.properties.headers.merge(headers) { $1 }
                bad.properties.type = EventName.sessionChanged.type
            }
        } + [
            try changed("a sequence that is a text", "sequence header") { $0.properties.headers["sequence"] = "1" },
            try changed("a negative sequence", "sequence header") { $0.properties.headers["sequence"] = -1 },
            try changed("no sequence", "sequence header") { $0.properties.headers["sequence"] = nil },
        ]
    }

    private static func changed(
        _ name: String, _ reason: String, _ change: (inout BadMessage) -> Void
    ) throws -> BadMessage {
        let message = try makeMessage("a", 1, text: secret)
        var bad = BadMessage(name: name, properties: message.wire, body: message.body, reason: reason)
        change(&bad)
        return bad
    }
}
