import Shared
import Store

/// Reads one conversation and stores what is new, as far back as it has to.
struct ConversationReader: Sendable {
    /// A look after which messages are missing is repeated after this long, with the page loaded anew: only what is
    /// missing then as well was deleted.
    static let secondLook = Duration.seconds(5)

    let site: any ChatSite
    let conversations: ConversationStore
    let locks: ConversationLocks

    /// - Parameters:
    ///   - isShown: its page told of a change itself.
    ///   - missed: what an earlier look missed.
    /// - Returns: messages that the page should have shown and did not, those of `missed` left out.
    func read(_ row: ConversationRow, isShown: Bool = false, missed: Set<String> = []) async throws -> Set<String> {
        let reference = ConversationReference(
            id: ConversationStore.id(platform: site.platform, conversation: row.id), name: row.name)
        return try await locks.with(reference.id) {
            var wanted = try await conversations.wantedBubbles(of: reference.id)
            var view: ConversationView = !missed.isEmpty ? .loadedAnew : isShown ? .shown : .listed
            while true {
                let transcript = try await site.read(row.id, atLeast: wanted, view)
                let recorded = try await conversations.record(
                    transcript, of: reference, canReadFurther: wanted < conversations.catchUp, gone: missed)
                guard recorded.needsEarlier else { return recorded.missing }
                // Back to what is stored, in steps: after a short absence little has to be loaded.
                wanted = min(max(wanted, transcript.bubbles.count) * 2, conversations.catchUp)
                view = .listed
            }
        }
    }
}
