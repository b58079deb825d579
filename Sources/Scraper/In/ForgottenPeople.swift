import Logging
import Shared
import Store

import struct FoundationEssentials.Date

/// Whose conversations are not read any more. They are known by hashes; of their rows no name and no preview is kept.
actor ForgottenPeople {
    /// Clocks of several machines differ by less, and so do the beginning and the end of a transaction.
    private static let overlap = 120.0
    /// Read at once.
    private static let batch = 1000

    private let platform: String
    private let store: Store
    private let logger: Logger
    /// When each was forgotten, by hash.
    private var forgotten: [String: Date] = [:]
    private var knownTo: Date?
    private var watch = ForgottenRowWatch()

    init(platform: String, store: Store, logger: Logger) {
        self.platform = platform
        self.store = store
        self.logger = logger
    }

    /// Whether a conversation, by the platform's id, must not be read.
    func contains(_ conversation: String) async throws -> Bool {
        try await refresh()
        return forgotten[hash(conversation)] != nil
    }

    /// Parts the list. Where one of the forgotten has written again, that is told.
    func sort(_ rows: [ConversationRow]) async -> (read: [ConversationRow], forgotten: [String]) {
        do {
            try await refresh()
        } catch {
            // Others tell of a database that is away; nothing is stored without it, and a conversation is looked up
            // once more before it is read.
            logger.debug("who is forgotten could not be looked up", metadata: ["reason": "\(error)"])
        }
        guard !forgotten.isEmpty else { return (rows, []) }
        var (read, left): ([ConversationRow], [String]) = ([], [])
        for row in rows {
            let hash = hash(row.id)
            guard let at = forgotten[hash] else {
                read.append(row)
                continue
            }
            left.append(row.id)
            if watch.hasWritten(hash, at: row.at, isUnread: row.isUnread, forgottenAt: Timestamp(at).milliseconds) {
                await tell(hash)
            }
        }
        return (read, left)
    }

    private func tell(_ hash: String) async {
        do {
            try await store.write { _ = try $0.tellWroteAgain(hash) }
            watch.told(hash)
        } catch {
            logger.debug("it could not be told that somebody wrote again", metadata: ["reason": "\(error)"])
        }
    }

    private func refresh() async throws {
        while true {
            let since = knownTo?.addingTimeInterval(-Self.overlap)
            let stones = try await store.read { try $0.tombstones(since: since, limit: Self.batch) }
            let before = forgotten.count
            for stone in stones {
                forgotten[stone._id] = stone.at
                if stone.toldAt != nil { watch.told(stone._id) }
            }
            knownTo = stones.last?.at ?? knownTo
            guard stones.count == Self.batch, forgotten.count > before else { return }
        }
    }

    private func hash(_ conversation: String) -> String {
        TextHash.of(ConversationStore.id(platform: platform, conversation: conversation))
    }
}
