import Shared
import Store

import struct FoundationEssentials.Date

/// Finds what was posted by an attempt whose answer nobody got.
struct PostFinder: Sendable {
    /// Within Discord's few minutes a nonce makes a repeat harmless; a while before they end the thread is looked at.
    static let nonceTrust = Duration.seconds(120)
    /// How many seconds longer ago than its last attempt an effect may have been tried first.
    static let lookBack = 1800.0
    /// Of a hundred messages each.
    private static let maximumPages = 10

    let discord: DiscordClient
    let store: Store

    /// What an earlier attempt at an effect posted; nil for a first one.
    func find(_ post: DiscordPost, in thread: String, _ attempt: EffectAttempt) async throws -> String? {
        guard case .attempted(let at) = attempt.standing else { return nil }
        return try await find(post.content, in: thread, tried: at, since: at.addingTimeInterval(-Self.lookBack))
    }

    /// A message of the content that carries nothing else that is known of.
    ///
    /// - Parameters:
    ///   - tried: when it was tried last. While a nonce recognises it nothing is looked for.
    ///   - since: what is older is not looked at.
    func find(_ content: String, in thread: String, tried: Date, since: Date) async throws -> String? {
        guard Timestamp.now.since(Timestamp(tried)) > Self.nonceTrust else { return nil }
        // Clocks differ.
        var after = Snowflake.first(at: Timestamp(since.addingTimeInterval(-60)))
        for _ in 0..<Self.maximumPages {
            let page: [DiscordMessage]
            do {
                page = try await discord.messages(in: thread, after: after)
            } catch let error as DiscordError where error.code == .missing {
                return nil
            }
            let alike = page.filter { $0.content == content }.map(\.id)
            if !alike.isEmpty {
                let recorded = try await store.read { try $0.recorded(alike) }
                if let found = alike.first(where: { !recorded.contains($0) }) { return found }
            }
            guard page.count == 100, let last = page.last else { return nil }
            after = last.id
        }
        return nil
    }
}
