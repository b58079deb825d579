import Shared
import Store

/// People's words on what was found, wherever they were given. What is stored changes together with the event that tells
/// of it.
extension SelectorStore {
    /// A word that was given on this machine.
    ///
    /// - Parameter css: the selector, when several were found; nil for the latest.
    /// - Returns: false, and nothing is changed, when nothing is known of it.
    func decide(_ decision: SelectorDecision, _ role: Role, css: String?) async throws -> Bool {
        try await store.write { try carryOut(decision, role, css: css, in: $0) }
    }

    /// A word that was given elsewhere: it holds for what is found at this moment, and for nothing else. Of one that came
    /// too late, what is found by now is told anew.
    @discardableResult
    func follow(_ word: SelectorsDecided, in transaction: StoreTransaction) throws -> SelectorOutcome {
        let current = try Role(rawValue: word.role).flatMap { try book(in: transaction).ledger.current($0) }
        if let current, current.found == word.found,
            try carryOut(word.decision, current.role, css: current.css, asked: word.asked, by: word.by, in: transaction)
        {
            return SelectorOutcome(word.decision)
        }
        try transaction.emit(
            SelectorsSettled(
                platform: platform, role: word.role, found: word.found, outcome: .outdated, asked: word.asked,
                by: word.by), topic: topic)
        guard let current else { return .outdated }
        switch current.standing {
        case .quarantined: try transaction.emit(current.proposed(of: platform), topic: topic)
        case .inUse: try transaction.emit(current.healed(of: platform), topic: topic)
        case .rejected: break
        }
        return .outdated
    }

    private var topic: String { "session:\(platform)" }

    private func carryOut(
        _ decision: SelectorDecision, _ role: Role, css: String?, asked: String? = nil, by approver: Approver? = nil,
        in transaction: StoreTransaction
    ) throws -> Bool {
        var book = try book(in: transaction)
        guard let entry = book.ledger.decide(decision, role, css: css) else { return false }
        try put(book, in: transaction)
        try transaction.emit(
            SelectorsSettled(
                platform: platform, role: role.rawValue, found: entry.found, outcome: SelectorOutcome(decision),
                asked: asked, by: approver), topic: topic)
        return true
    }

    /// As this version of the pack has it.
    private func book(in transaction: StoreTransaction) throws -> SelectorBook {
        var book = try load(in: transaction) ?? SelectorBook(packVersion: packVersion)
        book.ledger.use(packVersion: packVersion)
        return book
    }
}

extension SelectorOutcome {
    init(_ decision: SelectorDecision) {
        self =
            switch decision {
            case .accept: .accepted
            case .reject: .rejected
            }
    }
}

extension SelectorLedger.Entry {
    func healed(of platform: String) -> SelectorsHealed {
        SelectorsHealed(
            platform: platform, role: role.rawValue, old: replaced, new: css, label: name, evidence: evidence)
    }

    func proposed(of platform: String, advice: String? = nil) -> SelectorsDegraded {
        SelectorsDegraded(
            platform: platform, role: role.rawValue, advice: advice ?? quarantineAdvice, proposed: found)
    }
}
