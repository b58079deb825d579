import Shared

/// Which selectors were found for roles that the pack no longer finds, and what may be done with each. Pure.
///
/// One that is only read with is used as soon as the page's script has found enough that agrees. One that is clicked or
/// typed into waits in quarantine until later looks, each at another page, have found the same, or a person has said
/// so. What was rejected is never used again.
struct SelectorLedger: Codable, Sendable, Equatable {
    enum Standing: String, Codable, Sendable {
        /// Found, and neither clicked nor typed into.
        case quarantined
        case inUse
        case rejected
    }

    struct Entry: Codable, Sendable, Equatable {
        var role: Role
        var css: String
        var attribute: String?
        /// See ``HealProposal/name``.
        var name: String?
        var evidence: String
        /// The pack's best selector, which leads to nothing now.
        var replaced: String
        /// How many looks found it.
        var confirmations: Int
        var standing: Standing
        /// When it was found first, in milliseconds since 1970.
        var foundAt: Int64

        var found: FoundSelector { FoundSelector(selector: css, label: name) }

        /// What a person is told of it while it is in quarantine.
        var quarantineAdvice: String {
            "the site changed; \(css) seems to be it (\(evidence)), and is neither clicked nor typed into until "
                + "\(SelectorLedger.neededConfirmations) looks agree or a person says so: scraper selectors accept "
                + "\(role.rawValue), or reject"
        }
    }

    enum Change: Equatable, Sendable {
        /// It is used from now on.
        case healed(Entry)
        case quarantined(Entry)
    }

    /// So many looks must find the same for a role that is clicked or typed into.
    static let neededConfirmations = 3
    /// Selectors remembered for one role; the oldest that is not in use is forgotten first.
    static let limitPerRole = 20

    /// The pack's version they were found for: a new pack is looked at afresh.
    private(set) var packVersion: Int
    private(set) var entries: [Entry] = []

    init(packVersion: Int) {
        self.packVersion = packVersion
    }

    /// What a page is to look for, besides the pack's own selectors.
    var usable: [Entry] { entries.filter { $0.standing != .rejected } }

    /// What is found for a role at this moment besides what the pack says, in use or not.
    func current(_ role: Role) -> Entry? { entries.last { $0.role == role && $0.standing != .rejected } }

    /// Whether something waits for more looks.
    var hasQuarantine: Bool { entries.contains { $0.standing == .quarantined } }

    var rejected: [Role: [String]] {
        Dictionary(grouping: entries.filter { $0.standing == .rejected }, by: \.role).mapValues { $0.map(\.css) }
    }

    /// Forgets what was found for an older pack; what was rejected stays rejected.
    mutating func use(packVersion: Int) {
        guard packVersion != self.packVersion else { return }
        self.packVersion = packVersion
        entries.removeAll { $0.standing != .rejected }
    }

    /// Takes in what one look at a page proposes.
    mutating func take(_ proposals: [HealProposal], replacing pack: SelectorPack, at now: Int64) -> [Change] {
        proposals.compactMap { take($0, replacing: pack.roles[$0.role]?.first?.css ?? "", at: now) }
    }

    private mutating func take(_ proposal: HealProposal, replacing old: String, at now: Int64) -> Change? {
        let same = entries.firstIndex { $0.role == proposal.role && $0.css == proposal.css && $0.name == proposal.name }
        if let same {
            guard entries[same].standing == .quarantined else { return nil }
            entries[same].confirmations += 1
            entries[same].evidence = proposal.evidence
            guard entries[same].confirmations >= Self.neededConfirmations else { return nil }
            entries[same].standing = .inUse
            return .healed(entries[same])
        }
        // The newer of two looks that disagree counts, and what is clicked waits for looks that agree, all over again.
        entries.removeAll { $0.role == proposal.role && $0.standing != .rejected }
        let entry = Entry(
            role: proposal.role, css: proposal.css, attribute: proposal.attribute, name: proposal.name,
            evidence: proposal.evidence,
            replaced: old, confirmations: 1, standing: proposal.role.isActing ? .quarantined : .inUse, foundAt: now)
        entries.append(entry)
        forgetOldest(of: proposal.role)
        return entry.standing == .inUse ? .healed(entry) : .quarantined(entry)
    }

    /// A person's word: it is used at once.
    /// - Returns: false when nothing is known of it.
    mutating func accept(_ role: Role, css: String? = nil) -> Bool { decide(.accept, role, css: css) != nil }

    /// A person's word, or proof: it is never used.
    /// - Returns: false when nothing is known of it.
    mutating func reject(_ role: Role, css: String? = nil) -> Bool { decide(.reject, role, css: css) != nil }

    /// A person's word.
    ///
    /// - Parameter css: the selector; nil for the latest that was not rejected.
    /// - Returns: what it is on; nil when nothing is known of it.
    mutating func decide(_ decision: SelectorDecision, _ role: Role, css: String? = nil) -> Entry? {
        let index = entries.lastIndex { entry in
            entry.role == role && (css.map { $0 == entry.css } ?? (entry.standing != .rejected))
        }
        guard let index else { return nil }
        switch decision {
        case .accept: entries[index].standing = .inUse
        case .reject: entries[index].standing = .rejected
        }
        return entries[index]
    }

    private mutating func forgetOldest(of role: Role) {
        guard entries.count(where: { $0.role == role }) > Self.limitPerRole,
            let oldest = entries.firstIndex(where: { $0.role == role && $0.standing != .inUse })
        else { return }
        entries.remove(at: oldest)
    }
}
