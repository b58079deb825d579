import Shared
import Synchronization

/// Looks for roles that a changed site no longer shows where the pack says, and keeps what was found.
actor SelectorDoctor {
    /// What is told about selectors.
    enum Report: Equatable, Sendable {
        case healed(SelectorLedger.Entry)
        case degraded(Role, advice: String)
        /// Nothing can be found but what waits for more looks, or for a word.
        case proposed(SelectorLedger.Entry, advice: String)
    }

    /// The latest messages of a conversation and whose it is, from the store.
    typealias Knowledge = @Sendable (_ conversation: String) async -> (name: String, messages: [KnownContent.Message])

    nonisolated let inUse: PackInUse
    private let memory: any SelectorMemory
    private let knowledge: Knowledge
    private let tell: @Sendable (Report) async -> Void
    private let snapshots: SnapshotFolder?
    private var book: SelectorBook
    private var toldDegraded: Set<Role> = []
    private var toldProposed: [Role: Set<FoundSelector>] = [:]

    /// - Parameter snapshots: where pages are kept on which something fails; nil keeps none.
    init(
        pack: SelectorPack, memory: any SelectorMemory, knowledge: @escaping Knowledge,
        snapshots: SnapshotFolder? = nil, tell: @escaping @Sendable (Report) async -> Void
    ) {
        inUse = PackInUse(pack)
        self.memory = memory
        self.knowledge = knowledge
        self.snapshots = snapshots
        self.tell = tell
        book = SelectorBook(packVersion: pack.version)
    }

    private var pack: SelectorPack { inUse.current }

    /// The pack's file changed: what was found for an older version of it is forgotten.
    func use(_ pack: SelectorPack) {
        inUse.current = pack
        book.ledger.use(packVersion: pack.version)
        toldDegraded = []
        toldProposed = [:]
    }

    /// The pack with what was found since.
    var healed: HealedPack { HealedPack(pack: pack, found: book.ledger.usable) }

    var hasQuarantine: Bool { book.ledger.hasQuarantine }

    /// Takes in what is stored, an operator's word included. While the database is away, what is known stays.
    func reload() async {
        guard let stored = try? await memory.load() else { return }
        let before = book.ledger
        book = stored
        book.ledger.use(packVersion: pack.version)
        // After a word it is another trouble.
        toldDegraded = toldDegraded.filter { before.current($0)?.standing == book.ledger.current($0)?.standing }
    }

    /// Remembers what the roles look like where the pack still finds them.
    func remember(_ tab: SitePage) async throws {
        let portraits = try await tab.script.portraits()
        let notices = try await tab.script.notices()
        var next = book
        next.remember(portraits, notices: notices)
        guard next != book else { return }
        book = try await memory.update { $0.remember(portraits, notices: notices) }
    }

    /// Looks at what a tab shows for roles that the pack does not find there.
    ///
    /// - Parameters:
    ///   - rows: the list as it was last known.
    ///   - conversation: the one that the tab shows, if it shows one.
    /// - Returns: whether something was found that can be used now and could not before.
    func look(at tab: SitePage, rows: [String: ConversationRow], conversation: String?) async throws -> Bool {
        let known = await known(rows: rows, conversation: conversation)
        let proposals = try await tab.script.heal(
            remembering: book.portraits, knowing: known, except: book.ledger.rejected)
        let now = Timestamp.now.milliseconds
        var next = book
        let expected = next.ledger.take(proposals, replacing: pack, at: now)
        guard next != book else { return false }
        let pack = pack
        // A word may have been stored a moment ago: what is told is what became of what is stored.
        let stored = Mutex(expected)
        // What cannot be stored now is used all the same, and found again after a restart.
        book =
            (try? await memory.update { book in
                book.ledger.use(packVersion: pack.version)
                let changes = book.ledger.take(proposals, replacing: pack, at: now)
                stored.withLock { $0 = changes }
            }) ?? next
        let changes = stored.withLock { $0 }
        for change in changes { await told(change, on: tab, knowing: known) }
        return !changes.isEmpty
    }

    /// What speaks against what a conversation's page shows; nil when nothing does.
    /// - Parameter isNew: it was just opened.
    func doubt(about transcript: Transcript, of conversation: String, isNew: Bool) async -> PageDoubt? {
        guard transcript.isFound || PageDoubt.isPossible(transcript, isNew: isNew) else { return nil }
        return PageDoubt(transcript, stored: await knowledge(conversation).messages)
    }

    /// A click on what was found for a role led nowhere: it is not used any more, and not found again.
    func reject(_ role: Role) async {
        guard let entry = book.ledger.usable.first(where: { $0.role == role && $0.standing == .inUse }) else { return }
        var next = book
        guard next.ledger.reject(role, css: entry.css) else { return }
        book = (try? await memory.update { _ = $0.ledger.reject(role, css: entry.css) }) ?? next
        await degraded(
            role,
            "a click on \(entry.css), which was found for it, led nowhere: it is not used any more. Correct the role in the "
                + "selector pack, or say that it is right after all: scraper selectors accept \(role.rawValue)")
    }

    /// Keeps how a page was built on which something failed, with what is known of it, for the same look later.
    /// - Returns: where; nil when it was not kept.
    @discardableResult
    func keep(
        _ failure: PageFailure, on tab: SitePage, rows: [String: ConversationRow] = [:], conversation: String? = nil
    ) async -> String? {
        await keep(failure, on: tab, knowing: await known(rows: rows, conversation: conversation))
    }

    private func keep(_ failure: PageFailure, on tab: SitePage, knowing known: KnownContent) async -> String? {
        await snapshots?.keep(failure, on: tab, remembering: book.portraits, knowing: known)
    }

    private func known(rows: [String: ConversationRow], conversation: String?) async -> KnownContent {
        var known = KnownContent(notices: book.notices)
        known.rows = rows.mapValues {
            KnownContent.Row(name: $0.name, preview: $0.preview, at: $0.at, isUnread: $0.isUnread)
        }
        if let conversation { (known.name, known.messages) = await knowledge(conversation) }
        return known
    }

    /// Says once that a role cannot be found.
    func degraded(_ role: Role, _ advice: String, snapshot: String? = nil) async {
        guard toldDegraded.insert(role).inserted else { return }
        await tell(.degraded(role, advice: advice + Self.look(at: snapshot)))
    }

    private static func look(at snapshot: String?) -> String {
        snapshot.map { "; \($0) holds how the page was built, without anybody's words: scraper replay" } ?? ""
    }

    private func told(_ change: SelectorLedger.Change, on tab: SitePage, knowing known: KnownContent) async {
        switch change {
        case .healed(let entry):
            toldDegraded.remove(entry.role)
            toldProposed[entry.role] = nil
            await tell(.healed(entry))
        case .quarantined(let entry):
            guard toldProposed[entry.role, default: []].insert(entry.found).inserted else { return }
            let snapshot = await keep(PageFailure(kind: .healing, role: entry.role), on: tab, knowing: known)
            await tell(.proposed(entry, advice: entry.quarantineAdvice + Self.look(at: snapshot)))
        }
    }
}
