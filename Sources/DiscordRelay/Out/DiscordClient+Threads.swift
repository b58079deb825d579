// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CurlHTTP
import Shared

/// Threads, and what stands in them.
extension DiscordClient {
    /// A week without activity hides a thread; the next post shows it again.
    private static let autoArchiveMinutes = 10080

    /// A public thread of a text channel.
    ///
    /// - Parameter name: cut to Discord's 100 characters.
    func createThread(in channel: String, named name: String) async throws -> DiscordChannel {
        struct Body: Encodable {
            var name: String
            var type = 11
            var auto_archive_duration = DiscordClient.autoArchiveMinutes
        }
        return try await call(
            .post, "/channels/\(channel)/threads", body: Body(name: String(name.prefix(100))),
            route: Self.creating(in: channel), "create a thread")
    }

    /// A post in a forum: a thread with its first message, whose id is the thread's. There is no nonce for these.
    ///
    /// - Parameter tag: for a forum that wants one.
    func createForumPost(
        in forum: String, named name: String, with first: DiscordPost, tag: String?
    ) async throws -> DiscordChannel {
        struct Body: Encodable {
            var name: String
            var auto_archive_duration = DiscordClient.autoArchiveMinutes
            var message: DiscordPost
            var applied_tags: [String]?
        }
        return try await call(
            .post, "/channels/\(forum)/threads",
            body: Body(name: String(name.prefix(100)), message: first, applied_tags: tag.map { [$0] }),
            route: Self.creating(in: forum), "create a post")
    }

    private static func creating(in channel: String) -> DiscordRoute {
        DiscordRoute(template: "POST /channels/{id}/threads", major: channel)
    }

    /// Takes a thread out of the archive and unlocks it.
    func openThread(_ thread: String) async throws {
        struct Body: Encodable {
            var archived = false
            var locked = false
        }
        let _: DiscordChannel = try await call(
            .patch, "/channels/\(thread)", body: Body(), route: Self.editing(thread), "open an archived thread",
            isRepeatable: true)
    }

    /// Keeps a post at the top of its forum.
    func pin(_ thread: String) async throws {
        struct Body: Encodable { var flags = 1 << 1 }
        let _: DiscordChannel = try await call(
            .patch, "/channels/\(thread)", body: Body(), route: Self.editing(thread), "pin a post",
            isRepeatable: true)
    }

    private static func editing(_ channel: String) -> DiscordRoute {
        DiscordRoute(template: "PATCH /channels/{id}", major: channel)
    }

    /// The threads of a guild that are not archived.
    func activeThreads(in guild: String) async throws -> [DiscordChannel] {
        struct Threads: Decodable { var threads: [DiscordChannel] }
        let answer: Threads = try await call(
            .get, "/guilds/\(guild)/threads/active",
            route: DiscordRoute(template: "GET /guilds/{id}/threads/active", major: guild), "list threads")
        return answer.threads
    }

    /// The hundred threads of a channel that were archived last.
    func archivedThreads(in channel: String) async throws -> [DiscordChannel] {
        struct Threads: Decodable { var threads: [DiscordChannel] }
        let answer: Threads = try await call(
            .get, "/channels/\(channel)/threads/archived/public?limit=100",
            route: DiscordRoute(template: "GET /channels/{id}/threads/archived/public", major: channel),
            "list archived threads")
        return answer.threads
    }

    /// What was posted after a message or a time, oldest first, at most a hundred.
    func messages(in channel: String, after id: String) async throws -> [DiscordMessage] {
        try await read(channel, after: id)
    }

    /// The same, with what tells of people's messages.
    func writtenMessages(in channel: String, after id: String) async throws -> [WrittenMessage] {
        try await read(channel, after: id)
    }

    private func read<Message: Decodable & Sendable>(_ channel: String, after id: String) async throws -> [Message] {
        let newestFirst: [Message] = try await call(
            .get, "/channels/\(channel)/messages?limit=100&after=\(id)",
            route: DiscordRoute(template: "GET /channels/{id}/messages", major: channel), "read the thread")
        return newestFirst.reversed()
    }
}
