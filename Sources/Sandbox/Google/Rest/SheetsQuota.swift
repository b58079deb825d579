import Foundation

/// Requests a minute, refilled each minute: developers.google.com/workspace/sheets/api/limits.
/// Refused requests count too, as does a whole batch once.
struct SheetsQuota: Sendable {
    static let window: TimeInterval = 60
    static let perUser = 60
    static let perProject = 300

    enum Kind: String, Sendable {
        case read = "Read"
        case write = "Write"
    }

    private struct Key: Hashable {
        var kind: Kind
        /// nil for the whole project.
        var user: String?
    }

    private var end = Date.distantPast
    private var used: [Key: Int] = [:]

    init() {}

    mutating func take(_ kind: Kind, user: String, at now: Date) throws(GoogleError) {
        if end <= now {
            end = now + Self.window
            used = [:]
        }
        used[Key(kind: kind, user: user), default: 0] += 1
        used[Key(kind: kind), default: 0] += 1
        if used[Key(kind: kind, user: user), default: 0] > Self.perUser { throw Self.exceeded(kind, perUser: true) }
        if used[Key(kind: kind), default: 0] > Self.perProject { throw Self.exceeded(kind, perUser: false) }
    }

    /// Without a Retry-After: Google sends none.
    static func exceeded(_ kind: Kind, perUser: Bool) -> GoogleError {
        let limit = "\(kind.rawValue) requests per minute" + (perUser ? " per user" : "")
        let info = GoogleError.errorInfo(
            "RATE_LIMIT_EXCEEDED",
            [
                "consumer": .string("projects/\(GoogleWorld.projectNumber)"),
                "quota_limit": .string("\(kind.rawValue)RequestsPerMinutePer" + (perUser ? "User" : "Project")),
                "quota_limit_value": .string(String(perUser ? Self.perUser : Self.perProject)),
                "quota_location": "global",
                "quota_metric": .string("sheets.googleapis.com/\(kind.rawValue.lowercased())_requests"),
                "quota_unit": .string("1/min/{project}" + (perUser ? "/{user}" : "")),
            ])
        return GoogleError(
            code: 429, status: "RESOURCE_EXHAUSTED",
            message: "Quota exceeded for quota metric '\(kind.rawValue) requests' and limit '\(limit)' of service "
                + "'sheets.googleapis.com' for consumer 'project_number:\(GoogleWorld.projectNumber)'.",
            details: [
                info,
                [
                    "@type": "type.googleapis.com/google.rpc.Help",
                    "links": [
                        [
                            "description": "Request a higher quota limit.",
                            "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                        ]
                    ],
                ],
            ])
    }
}
