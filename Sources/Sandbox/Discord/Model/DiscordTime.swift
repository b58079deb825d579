import Foundation

/// Times as Discord writes them: `2026-03-01T12:00:00.250000+00:00`.
enum DiscordTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func json(_ date: Date) -> JSONValue {
        .string(style.format(date).replacing("Z", with: "000+00:00"))
    }

    static func json(_ date: Date?) -> JSONValue {
        date.map { json($0) } ?? .null
    }

    /// Any ISO 8601 time with a zone, with or without a fraction.
    static func date(_ text: String) -> Date? {
        (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
