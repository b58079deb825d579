import Shared
import Store

/// What /status says.
enum OperatorStatus {
    /// - Parameter conversation: nil outside of a thread: how the suite stands is told alone.
    static func read(_ conversation: String?, from store: Store) async throws -> String {
        try await store.read { transaction in
            var lines: [String] = []
            if let id = conversation, let conversation = try transaction.conversation(id) {
                lines.append("mode \((conversation.mode ?? .draft).rawValue)")
                let owner = conversation.owner
                lines.append(owner.map { "claimed by \(RelayedText.escape($0.name))" } ?? "free")
                lines.append("\(try transaction.offeredDrafts(of: id).count) drafts wait for a person")
                lines.append("\(try transaction.repliesUnderWay(of: id)) replies are being sent")
            }
            let pause = try transaction.pause()
            lines.append(
                pause.map { "⏸️ typing is paused by \(RelayedText.escape($0.by.name)) (/resume ends that)" }
                    ?? "typing is not paused")
            lines += try transaction.openErasures(limit: openErasures).map(ErasureReport.line)
            return lines.joined(separator: "\n")
        }
    }

    /// Told one by one; there are hardly ever two.
    private static let openErasures = 5
}

/// What /trace says: which events a conversation had, and how far each service is. It holds no text.
enum ConversationTrace {
    static let events = 12

    static func read(_ conversation: String, from store: Store) async throws -> String {
        try await store.read { transaction in
            let lines = try transaction.trace(of: conversation, limit: events).map { event in
                let number = event.sequence.map { "\($0)" } ?? "–"
                return "`\(number)` \(event.name) · \(event.producer) · `\(event.id)`\(event.isPublished ? "" : " ⏳")"
            }
            let progress = try transaction.progress(in: conversation).map { "\($0.service) `\($0.done)`" }
            let head = "`\(conversation)`, oldest first; ⏳ is not with the broker yet"
            let text = ([head] + lines + ["handled up to: " + progress.joined(separator: ", ")])
            return PostSplit.parts(prefix: "", text: text.joined(separator: "\n"))[0]
        }
    }
}
