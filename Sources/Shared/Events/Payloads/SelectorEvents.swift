/// What was found on a changed page for a role of the selector pack.
public struct FoundSelector: Codable, Sendable, Hashable {
    /// As CSS.
    public var selector: String
    /// The label that tells it from others which the selector leads to as well.
    public var label: String?

    public init(selector: String, label: String? = nil) {
        self.selector = selector
        self.label = label
    }
}

/// A role is found by another selector than before.
public struct SelectorsHealed: EventPayload {
    public static let name = EventName.selectorsHealed
    public var platform: String
    public var role: String
    public var old: String
    public var new: String
    /// As ``FoundSelector/label``.
    public var label: String?
    /// What speaks for the new one, in words.
    public var evidence: String

    public init(
        platform: String, role: String, old: String, new: String, label: String? = nil, evidence: String
    ) {
        self.platform = platform
        self.role = role
        self.old = old
        self.new = new
        self.label = label
        self.evidence = evidence
    }

    public var found: FoundSelector { FoundSelector(selector: new, label: label) }
}

/// A role cannot be found; what depends on it has stopped.
public struct SelectorsDegraded: EventPayload {
    public static let name = EventName.selectorsDegraded
    public var platform: String
    public var role: String
    /// What stopped, and what to do, in words.
    public var advice: String
    /// What seems to be it, and is not used until later looks agree or a person says so; absent when nothing does.
    public var proposed: FoundSelector?

    public init(platform: String, role: String, advice: String, proposed: FoundSelector? = nil) {
        self.platform = platform
        self.role = role
        self.advice = advice
        self.proposed = proposed
    }
}

/// What a person says of what was found.
public enum SelectorDecision: String, Codable, Sendable, CaseIterable {
    /// It is right: it is used at once.
    case accept
    /// It is wrong: it is never used.
    case reject
}

/// A person's word on what was found for a role. It holds for that alone, and only while the scraper still has it.
public struct SelectorsDecided: EventPayload {
    public static let name = EventName.selectorsDecided
    public var platform: String
    public var role: String
    public var found: FoundSelector
    public var decision: SelectorDecision
    /// Id of the event that told of it.
    public var asked: String
    public var by: Approver

    public init(
        platform: String, role: String, found: FoundSelector, decision: SelectorDecision, asked: String, by: Approver
    ) {
        self.platform = platform
        self.role = role
        self.found = found
        self.decision = decision
        self.asked = asked
        self.by = by
    }
}

/// What became of a word on a selector.
public enum SelectorOutcome: String, Codable, Sendable, CaseIterable {
    /// It is in use.
    case accepted
    /// It is not used, and not found again.
    case rejected
    /// Nothing was changed: it is not what is found by now.
    case outdated
}

/// A word on what was found for a role was carried out, or came too late.
public struct SelectorsSettled: EventPayload {
    public static let name = EventName.selectorsSettled
    public var platform: String
    public var role: String
    public var found: FoundSelector
    public var outcome: SelectorOutcome
    /// As in ``SelectorsDecided``; absent for a word that was given on the scraper's machine.
    public var asked: String?
    /// Absent for a word that was given on the scraper's machine.
    public var by: Approver?

    public init(
        platform: String, role: String, found: FoundSelector, outcome: SelectorOutcome, asked: String? = nil,
        by: Approver? = nil
    ) {
        self.platform = platform
        self.role = role
        self.found = found
        self.outcome = outcome
        self.asked = asked
        self.by = by
    }
}
