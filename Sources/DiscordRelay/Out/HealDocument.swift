import Mongo
import Shared
import Store

import struct FoundationEssentials.Date

/// Something that was found for a role on a changed page, and what was said of it. `_id` is the event that told of it.
struct HealDocument: Codable, Sendable, Equatable {
    static let collection = "discord_heals"
    static let declaration = CollectionDeclaration(
        collection,
        indexes: [MongoIndex(["platform": 1, "role": 1]), MongoIndex(["expireAt": 1], expireAfter: .zero)],
        required: [
            ("_id", "string"), ("platform", "string"), ("role", "string"), ("state", "string"), ("expireAt", "date"),
        ])
    /// A button that is older is answered all the same, and changes nothing.
    static let life = Duration.seconds(90 * 86_400)

    enum State: String, Codable, Sendable {
        /// It waits for a word.
        case open
        case decided
        /// Nobody's word changes anything any more.
        case over
    }

    var _id: String
    var platform: String
    var role: String
    var found: FoundSelector
    /// Not in quarantine.
    var isInUse: Bool
    var state = State.open
    var decision: SelectorDecision?
    var by: Approver?
    var expireAt: Date

    init(_ id: String, _ platform: String, _ role: String, _ found: FoundSelector, isInUse: Bool) {
        _id = id
        self.platform = platform
        self.role = role
        self.found = found
        self.isInUse = isInUse
        expireAt = Date().addingTimeInterval(Double(Self.life.components.seconds))
    }

    init?(_ event: Event<SelectorsDegraded>) {
        guard let found = event.data.proposed else { return nil }
        self.init(event.header.id, event.data.platform, event.data.role, found, isInUse: false)
    }

    init(_ event: Event<SelectorsHealed>) {
        self.init(event.header.id, event.data.platform, event.data.role, event.data.found, isInUse: true)
    }
}

/// What became of a press.
enum HealWord: Equatable, Sendable {
    /// The event that tells of it.
    case passedOn(EventHeader)
    /// Somebody was faster.
    case decided(SelectorDecision, by: Approver)
    case over
    case unknown
}

extension StoreTransaction {
    func heal(_ id: String) throws -> HealDocument? {
        try session.collection(HealDocument.collection).findOne(as: HealDocument.self, filter: ["_id": .string(id)])
    }

    /// The one that was told last for a role.
    func latestHeal(of role: String, on platform: String) throws -> String? {
        try session.collection(HealDocument.collection).findOne(
            as: HealDocument.self, filter: ["platform": .string(platform), "role": .string(role)], sort: ["_id": -1]
        )?._id
    }

    /// What is told of from now on; what was told of that role before is over. Doing it again changes nothing.
    func open(_ heal: HealDocument) throws {
        try endHeals(of: heal.role, on: heal.platform, except: heal._id)
        guard try self.heal(heal._id) == nil else { return }
        try session.collection(HealDocument.collection).insertOne(heal)
    }

    /// What nobody said anything of needs no word any more.
    func endHeals(of role: String, on platform: String, except id: String = "") throws {
        _ = try session.collection(HealDocument.collection).updateMany(
            [
                "platform": .string(platform), "role": .string(role), "_id": ["$ne": .string(id)],
                "state": .string(HealDocument.State.open.rawValue),
            ], ["$set": ["state": .string(HealDocument.State.over.rawValue)]])
    }

    /// A person's word, with the event that tells of it.
    func decide(_ id: String, _ decision: SelectorDecision, by approver: Approver) throws -> HealWord {
        guard var heal = try heal(id) else { return .unknown }
        if let earlier = heal.decision, let by = heal.by { return .decided(earlier, by: by) }
        guard heal.state == .open else { return .over }
        heal.state = .decided
        heal.decision = decision
        heal.by = approver
        _ = try session.collection(HealDocument.collection).replaceOne(["_id": .string(id)], with: heal, upsert: false)
        return .passedOn(
            try emit(
                SelectorsDecided(
                    platform: heal.platform, role: heal.role, found: heal.found, decision: decision, asked: id,
                    by: approver), topic: "session:\(heal.platform)"))
    }
}
