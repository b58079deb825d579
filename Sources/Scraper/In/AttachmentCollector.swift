import Logging
import ServiceRuntime
import Shared
import Store

import struct FoundationEssentials.Date

/// Loads the attachments that stored messages wait for, one at a time, and tells of each.
struct AttachmentCollector: Sendable {
    /// How long it sleeps when nothing calls it: what is tried again becomes due by itself.
    static let round = Duration.seconds(2)

    let site: any ChatSite
    let store: Store
    /// Of one attachment, in bytes.
    let limit: Int
    /// Raised when something new is expected.
    let news: WakeSignal
    var retry = AttachmentRetry.standard
    let logger: Logger

    /// Until cancelled. What is expected when it ends is loaded by the next one.
    func run() async throws {
        while true {
            try Task.checkCancellation()
            do {
                if try await !collect() { await news.wait(atMost: Self.round) }
            } catch {
                try Task.checkCancellation()
                // The site or the database cannot be used now, which others tell: the attachment stays expected.
                logger.debug("attachments wait", metadata: ["reason": "\(error)"])
                try await Task.sleep(for: Self.round)
            }
        }
    }

    /// - Returns: false when none is due.
    func collect() async throws -> Bool {
        let now = Date()
        let due = try await store.read { try $0.dueAttachments(of: site.platform, at: now, limit: 1) }
        guard let attachment = due.first else { return false }
        switch try await site.load(attachment.address ?? "", limit: limit) {
        case .bytes(let bytes, let type): try await settle(attachment, .stored(type: type, bytes: bytes))
        case .missing(let loss): try await settle(attachment, .missing(loss))
        case .failed(let reason):
            guard let pause = retry.pause(after: attachment.tries) else {
                logger.warning(
                    "an attachment could not be loaded and is left out",
                    metadata: ["correlation_id": "\(attachment.conversation)", "reason": "\(reason)"])
                try await settle(attachment, .missing(.unavailable))
                return true
            }
            let next = now.addingTimeInterval(pause / .seconds(1))
            try await store.write { try $0.postpone(attachment._id, to: next) }
        }
        return true
    }

    private func settle(_ attachment: AttachmentDocument, _ outcome: AttachmentOutcome) async throws {
        guard let header = try await store.write({ try $0.settle(attachment._id, as: outcome) }) else { return }
        logger.hopped(
            "attachment → event", conversation: attachment.conversation, origin: header.origin, event: header.id)
    }
}
