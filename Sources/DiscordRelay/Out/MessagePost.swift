import Shared
import Store

import struct FoundationEssentials.Date

/// Shows a message in its thread, and in the same post those that wait behind it by then.
///
/// A conversation's events are handled one after the other, so the ones behind wait while Discord's limit or a request
/// keeps the first: they are looked up in the outbox, where their order is. What a post carries is written down with the
/// record of each message's effect before it goes out, so that after a crash, or an answer that was lost, the very same
/// post is looked for or sent again, under the same nonce. When the events themselves come, their effects are done.
struct MessagePost: Sendable {
    let desk: ThreadDesk

    private var store: Store { desk.store }

    /// - Parameters:
    ///   - item: the event's own message, which fits one post.
    ///   - waiting: what else can be shown with it, out of what is stored behind it; asked when it is the post's turn.
    func carryOut(
        _ item: SharedPost.Item, of conversation: ConversationReference, _ attempt: EffectAttempt,
        waiting: @Sendable () async throws -> [SharedPost.Item]
    ) async throws -> Effect.Outcome {
        try await desk.patiently {
            if case .attempted = attempt.standing, let begun = try await store.read({ try $0.posting(of: item.effect) })
            {
                return try await again(begun, of: conversation, attempt)
            }
            let thread = try await desk.threads.thread(of: conversation)
            try await desk.discord.turn(toPostIn: thread)
            var post = SharedPost(item)
            for next in try await waiting() { guard post.add(next) else { break } }
            return try await first(post, in: thread, of: conversation, attempt)
        }
    }

    private func first(
        _ post: SharedPost, in thread: String, of conversation: ConversationReference, _ attempt: EffectAttempt
    ) async throws -> Effect.Outcome {
        let others = post.items.dropFirst().map(\.effect)
        let posting = try await attempt.begin(with: others, in: conversation.id) { transaction, joined in
            let posting = PostingDocument(post.prefix(1 + joined), in: conversation.id, at: Date())
            try transaction.insert(posting)
            return posting
        }
        do {
            return try await send(posting, in: thread, of: conversation)
        } catch let error as DiscordError where !error.mayHaveHappened {
            // Nothing is there: it is put together anew next time, from what waits then.
            let own = post.items[0]
            try await attempt.withdraw(with: posting.effects.filter { $0 != own.effect }) { try $0.remove(posting) }
            guard error.code == .invalid, posting.effects.count > 1 else { throw error }
            // One of them cannot be shown; whose fault it is shows when each goes alone.
            return try await first(SharedPost(own), in: thread, of: conversation, attempt)
        }
    }

    /// A post of unknown result: what is not found in the thread is sent once more.
    private func again(
        _ posting: PostingDocument, of conversation: ConversationReference, _ attempt: EffectAttempt
    ) async throws -> Effect.Outcome {
        let thread = try await desk.threads.thread(of: conversation)
        if let found = try await desk.finder.find(
            posting.content, in: thread, tried: posting.at, since: posting.at)
        {
            return done(posting, ThreadDesk.Place(thread: thread, message: found))
        }
        try await attempt.begin()
        return try await send(posting, in: thread, of: conversation)
    }

    private func send(
        _ posting: PostingDocument, in thread: String, of conversation: ConversationReference
    ) async throws -> Effect.Outcome {
        let post = DiscordPost(content: posting.content, nonce: posting.nonce)
        return done(posting, try await desk.send(post, in: thread, of: conversation))
    }

    private func done(_ posting: PostingDocument, _ place: ThreadDesk.Place) -> Effect.Outcome {
        .done(externalID: place.message) { transaction in
            for (effect, message) in zip(posting.effects, posting.messages) {
                try transaction.complete(effect: effect, externalID: place.message)
                try transaction.record(
                    PostDocument(
                        _id: effect, conversation: posting.conversation, thread: place.thread, message: place.message,
                        about: message))
            }
            try transaction.noteShown(posting.sequence, of: posting.conversation, as: place.message)
            try transaction.remove(posting)
        }
    }
}
