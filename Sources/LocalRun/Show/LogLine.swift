// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials

/// A service's log line, as far as the console shows it. Pure.
struct LogLine: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// A step of a message: which, and how long after the message appeared.
        case hop(String, conversation: String, elapsed: Int64?)
        /// Something a person should know.
        case warning(String)
        case other
    }

    var time: String
    var kind: Kind

    private struct Wire: Decodable {
        var time: String
        var level: String
        var message: String
        var hop: String?
        var correlation_id: String?
        var elapsed_ms: Int64?
        var reason: String?
        var problem: String?
        var variable: String?
    }

    /// Nil for a line that is not one of ours.
    init?(_ text: String) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(text.utf8)) else { return nil }
        time = String(wire.time.dropFirst(11).prefix(8))
        if let hop = wire.hop, let conversation = wire.correlation_id {
            kind = .hop(hop, conversation: conversation, elapsed: wire.elapsed_ms)
        } else if ["warning", "error", "critical"].contains(wire.level) {
            let details = [wire.variable, wire.reason, wire.problem].compactMap { $0 }.joined(separator: " ")
            kind = .warning(details.isEmpty ? wire.message : "\(wire.message): \(details)")
        } else {
            kind = .other
        }
    }
}
