public import Logging
import Shared

/// Writes each log line as one JSON object to standard output: time, level, service, message, then the metadata.
///
/// Messages are constants and values are metadata, so that a line can be searched by key. Neither may ever hold a
/// message's text or a secret.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let service: String
    private let label: String
    private let write: @Sendable (String) -> Void

    public init(
        label: String, service: String, level: Logger.Level, write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.service = service
        logLevel = level
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        var line = #"{"time":"\#(Timestamp.now)","level":"\#(event.level.rawValue)","service":"#
        line.append(JSONText.quoted(service))
        if label != service { line.append(#","logger":"# + JSONText.quoted(label)) }
        line.append(#","message":"# + JSONText.quoted(event.message.description))
        for key in fields.keys.sorted() {
            guard let value = fields[key] else { continue }
            line.append("," + JSONText.quoted(key) + ":" + JSONText.value(value))
        }
        line.append("}\n")
        write(line)
    }
}

/// Just enough JSON to write a log line without Foundation.
enum JSONText {
    /// Longer values are cut: a log line is for reading.
    static let maximumValueLength = 4096

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(maximumValueLength) {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): number(text) ?? quoted(text)
        case .stringConvertible(let value): number("\(value)") ?? quoted("\(value)")
        case .array(let values): "[" + values.map(Self.value).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{"
                + values.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + Self.value($0.value) }
                .joined(separator: ",") + "}"
        }
    }

    /// Whole numbers stay numbers, up to what a double holds exactly; ids with leading zeros stay text.
    private static func number(_ text: String) -> String? {
        guard text.utf8.count <= 15, let value = Int(text), String(value) == text else { return nil }
        return text
    }
}
