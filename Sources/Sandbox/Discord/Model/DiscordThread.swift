import Foundation

/// What a thread has beyond a channel.
struct DiscordThread: Sendable {
    /// Minutes without activity after which a thread is hidden.
    static let autoArchiveMinutes = [60, 1440, 4320, 10080]

    let owner: Snowflake
    let created: Date
    var autoArchiveMinutes: Int
    var isArchived = false
    var isLocked = false
    var isInvitable = true
    /// When the archived state last changed.
    var archiveChanged: Date
    var members: [Snowflake: Date]
    /// Messages that are there now.
    var messageCount = 0
    /// Messages ever sent; does not shrink.
    var totalSent = 0
    var appliedTags: [Snowflake] = []

    init(owner: Snowflake, created: Date, autoArchiveMinutes: Int) {
        self.owner = owner
        self.created = created
        self.autoArchiveMinutes = autoArchiveMinutes
        archiveChanged = created
        members = [owner: created]
    }

    /// The members of ThreadResponse that a channel has not. Numbers of members stop at 50, as documented.
    func json(id: Snowflake) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "owner_id": owner.json, "message_count": JSONValue(messageCount),
            "total_message_sent": JSONValue(totalSent),
            "member_count": JSONValue(min(members.count, 50)),
            "thread_metadata": [
                "archived": .bool(isArchived), "locked": .bool(isLocked), "invitable": .bool(isInvitable),
                "auto_archive_duration": JSONValue(autoArchiveMinutes),
                "archive_timestamp": DiscordTime.json(archiveChanged), "create_timestamp": DiscordTime.json(created),
            ],
        ]
        if let joined = self.members[DiscordWorld.bot.id] {
            members["member"] = Self.memberJSON(thread: id, user: DiscordWorld.bot.id, joined: joined)
        }
        if !appliedTags.isEmpty { members["applied_tags"] = .array(appliedTags.map(\.json)) }
        return members
    }

    /// ThreadMemberResponse.
    static func memberJSON(thread: Snowflake, user: Snowflake, joined: Date) -> JSONValue {
        ["id": thread.json, "user_id": user.json, "join_timestamp": DiscordTime.json(joined), "flags": 0]
    }
}
