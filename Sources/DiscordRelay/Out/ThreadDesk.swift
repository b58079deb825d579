import Shared
import Store

/// Posts in conversations' threads, and finds what was posted there before.
struct ThreadDesk: Sendable {
    struct Place: Equatable, Sendable {
        var thread: String
        var message: String
    }

    let discord: DiscordClient
    let threads: ThreadKeeper
    let store: Store

    var finder: PostFinder { PostFinder(discord: discord, store: store) }

    /// Posts in the conversation's thread, once: after an attempt of unknown result the thread is looked at.
    func post(
        _ post: DiscordPost, of conversation: ConversationReference, _ attempt: EffectAttempt
    ) async throws -> Place {
        try await patiently {
            let thread = try await threads.thread(of: conversation)
            if let found = try await finder.find(post, in: thread, attempt) {
                return Place(thread: thread, message: found)
            }
            try await attempt.begin()
            return try await send(post, in: thread, of: conversation)
        }
    }

    /// Posts, also where the thread was archived and locked; in a new thread where it was deleted.
    func send(
        _ post: DiscordPost, in thread: String, of conversation: ConversationReference
    ) async throws -> Place {
        do {
            let message: String
            do {
                message = try await discord.post(post, in: thread).id
            } catch let error as DiscordError where error.code == .archived {
                try await discord.openThread(thread)
                message = try await discord.post(post, in: thread).id
            }
            FailPoint.reach(.discordPosted)
            return Place(thread: thread, message: message)
        } catch let error as DiscordError where error.code == .missing {
            try await threads.forget(conversation.id)
            let thread = try await threads.thread(of: conversation)
            return Place(thread: thread, message: try await discord.post(post, in: thread).id)
        }
    }

    func edit(_ message: String, in thread: String, to post: DiscordPost) async throws {
        try await patiently {
            do {
                try await discord.edit(message, in: thread, to: post)
            } catch let error as DiscordError where error.code == .archived {
                try await discord.openThread(thread)
                try await discord.edit(message, in: thread, to: post)
            }
        }
    }

    /// A limit of Discord's costs an event none of its attempts.
    func patiently<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as DiscordError {
            throw error.patient
        }
    }
}
