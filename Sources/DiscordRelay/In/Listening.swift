import Logging
import Shared
import Store
import Synchronization

/// Keeps in the database until when messages were heard, and looks for those that were not: a session that begins anew
/// tells nothing of what was written before it.
final class Listening: Sendable {
    private struct State {
        /// When a session began anew, while it was not looked yet for what was written before.
        var began: Timestamp?
        /// Until when the session has told everything.
        var heard: Timestamp?
    }

    private let discord: DiscordClient
    private let store: Store
    private let channel: String
    private let messages: ReplyMessageHandler
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// - Parameter channel: whose threads are the conversations'.
    init(
        discord: DiscordClient, store: Store, channel: String, messages: ReplyMessageHandler, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.discord = discord
        self.store = store
        self.channel = channel
        self.messages = messages
        self.logger = logger
        self.now = now
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// A session begins that tells of messages from now on.
    func begin() {
        state.withLock { $0 = State(began: now(), heard: nil) }
        wake.yield()
    }

    /// The session has told of everything until now.
    func hear() {
        state.withLock { $0.heard = now() }
        wake.yield()
    }

    /// Until the task is cancelled.
    func run() async throws {
        for await _ in wakes {
            let news = state.withLock { state in
                let news = state
                state = State()
                return news
            }
            if news.began != nil { try await lookUntilDone() }
            guard let heard = news.heard ?? news.began else { continue }
            // Not stored, it is looked further back the next time.
            _ = try? await store.write { try $0.noteListened(until: heard) }
        }
        try Task.checkCancellation()
    }

    private func lookUntilDone() async throws {
        var backoff = Backoff.reconnect
        while true {
            do {
                return try await look()
            } catch {
                try Task.checkCancellation()
                if backoff.failures == 0 {
                    logger.warning(
                        "messages that were written while Discord was not connected could not be looked for yet",
                        metadata: ["reason": "\(error)"])
                }
                try await Task.sleep(for: backoff.next())
            }
        }
    }

    /// Looks once into every thread in which something was written since. Doing it again changes nothing.
    func look() async throws {
        // Nobody was promised anything before the first time.
        guard let heard = try await store.read({ try $0.listenedUntil() }) else { return }
        let span = MissedSpan(since: heard, at: now())
        guard let guild = try await discord.channel(channel).guild_id else { return }
        var threads = span.threads(of: channel, among: try await discord.activeThreads(in: guild))
        if threads.count > MissedSpan.maximumThreads {
            logger.warning(
                "messages were written in more threads than are looked into while Discord was not connected",
                metadata: ["threads": "\(threads.count)", "read": "\(MissedSpan.maximumThreads)"])
            threads = Array(threads.prefix(MissedSpan.maximumThreads))
        }
        for thread in threads {
            guard try await store.read({ try $0.conversation(ofThread: thread) }) != nil else { continue }
            try await read(thread, of: guild, after: "\(span.start)")
        }
    }

    private func read(_ thread: String, of guild: String, after start: String) async throws {
        var after = start
        while true {
            let page: [WrittenMessage]
            do {
                page = try await discord.writtenMessages(in: thread, after: after)
            } catch let error as DiscordError where error.code == .missing {
                return
            }
            for message in page { try await messages.handle(message, of: guild, at: now()) }
            guard page.count == 100, let last = page.last else { return }
            after = last.id
        }
    }
}
