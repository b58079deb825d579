import Mongo
public import Shared

import struct FoundationEssentials.Date

/// What became of a person's wish about a reply.
public enum ReplyDecision: Sendable, Equatable {
    /// It goes to the page; the event that says so.
    case approved(EventHeader)
    case rejected(EventHeader)
    /// The conversation is theirs.
    case takenOver
    /// Nothing changed: it was decided before.
    case decided(DraftDocument.State)
    /// Something was written that it does not answer, or that the person could not have seen.
    case newerMessage
    /// The message was answered before.
    case answered
    /// Somebody else answers this conversation.
    case claimed(by: String)
    case unknown
}

extension StoreTransaction {
    /// A person wants the draft sent.
    ///
    /// - Parameter text: what they made of it; nil for the draft's own. It takes the place of the draft's text.
    public func approve(_ id: String, as text: String? = nil, by approver: Approver) throws -> ReplyDecision {
        guard let draft = try draft(id), let conversation = try conversation(draft.conversation) else {
            return .unknown
        }
        guard draft.state == .offered else { return .decided(draft.state) }
        if let other = try claimant(of: conversation._id, otherThan: approver) { return .claimed(by: other) }
        guard conversation.lastMessageSequence == draft.answers else {
            try voidDrafts(
                of: conversation.reference, olderThan: conversation.lastMessageSequence, reason: .newerMessage)
            return .newerMessage
        }
        guard try !isAnswered(draft.answers, in: conversation._id) else {
            try voidDrafts(of: conversation.reference, olderThan: draft.answers + 1, reason: .answeredByHand)
            return .answered
        }
        guard try move(draft: id, from: [.offered], to: .approved, by: approver) != nil else {
            return .decided(draft.state)
        }
        let isChanged = text.map { $0 != draft.text } ?? false
        let text = text ?? draft.text
        if isChanged {
            _ = try session.collection(DraftDocument.collection).updateOne(
                ["_id": .string(id)],
                [
                    "$set": [
                        "text": .string(text), "textHash": .string(TextHash.of(text)),
                        "draftedText": .string(draft.text),
                    ]
                ])
        }
        return .approved(
            try emit(
                ReplyApproved(
                    draft: id, conversation: conversation.reference, text: text, textHash: TextHash.of(text),
                    answers: draft.answers, by: approver),
                conversation: conversation.reference, causedBy: draft.offeredBy))
    }

    /// A person does not want the draft sent.
    public func reject(_ id: String, by approver: Approver) throws -> ReplyDecision {
        guard let draft = try draft(id), let conversation = try conversation(draft.conversation) else {
            return .unknown
        }
        if draft.state == .offered, let other = try claimant(of: conversation._id, otherThan: approver) {
            return .claimed(by: other)
        }
        guard try move(draft: id, from: [.offered], to: .rejected, by: approver) != nil else {
            return .decided(draft.state)
        }
        return .rejected(
            try emit(
                ReplyRejected(draft: id, conversation: conversation.reference, by: approver),
                conversation: conversation.reference, causedBy: draft.offeredBy))
    }

    /// A person answers the draft's conversation themselves from now on: it is theirs, and no draft is on offer in it.
    public func takeOver(draft id: String, by approver: Approver) throws -> ReplyDecision {
        guard let draft = try draft(id), let conversation = try conversation(draft.conversation) else {
            return .unknown
        }
        guard draft.state == .offered else { return .decided(draft.state) }
        if case .heldBy(let other) = try claim(conversation._id, by: approver) { return .claimed(by: other) }
        try takeOver(conversation._id)
        try voidDrafts(of: conversation.reference, olderThan: .max, reason: .takenOver)
        return .takenOver
    }

    /// A person writes a reply of their own: it is approved at once, every draft on offer in the conversation is voided,
    /// and nothing is sent automatically in it until it is handed back.
    ///
    /// - Parameters:
    ///   - id: the same however often it is told, so that it is sent once.
    ///   - seen: sequence of the latest message or change that the person can have seen; nil when that is not known, and
    ///     they are taken to have seen everything.
    ///   - moment: when they saw it: what others approved after that answers in their place.
    public func reply(
        _ id: String, _ text: String, in conversation: String, seen: Int64?, at moment: Timestamp, by approver: Approver
    ) throws -> ReplyDecision {
        if let earlier = try draft(id) { return .decided(earlier.state) }
        guard let conversation = try self.conversation(conversation) else { return .unknown }
        if let other = try claimant(of: conversation._id, otherThan: approver) { return .claimed(by: other) }
        let latest = try recentMessages(of: conversation._id, limit: 50)
        let answered = latest.last { $0.direction == .incoming } ?? latest.last
        if let seen, seen < max(conversation.lastMessageSequence, answered?.changeSequence ?? 0) {
            return .newerMessage
        }
        guard try !isAnswered(byOthersThan: approver, since: moment, in: conversation._id) else { return .answered }
        let approved = ReplyApproved(
            draft: id, conversation: conversation.reference, text: text, textHash: TextHash.of(text),
            answers: conversation.lastMessageSequence, by: approver)
        let header = try emit(approved, conversation: conversation.reference)
        try session.collection(DraftDocument.collection).insertOne(
            DraftDocument(approved, message: answered?._id ?? "", approvedBy: header, at: Date()))
        try voidDrafts(of: conversation.reference, olderThan: header.sequence ?? .max, reason: .answeredByHand)
        try takeOver(conversation._id)
        return .approved(header)
    }

    /// Whoever keeps this person from answering, by name.
    private func claimant(of conversation: String, otherThan person: Approver) throws -> String? {
        guard let owner = try owner(of: conversation), owner.id != person.key else { return nil }
        return owner.name
    }

    /// How many approved replies of the conversation have no bubble yet.
    public func repliesUnderWay(of conversation: String) throws -> Int {
        try session.collection(DraftDocument.collection).find(
            as: DraftDocument.self,
            filter: ["conversation": .string(conversation), "state": .string(DraftDocument.State.approved.rawValue)],
            limit: 100
        ).count
    }

    /// Whether somebody else's reply was approved after a moment.
    private func isAnswered(
        byOthersThan person: Approver, since moment: Timestamp, in conversation: String
    ) throws -> Bool {
        let states = [DraftDocument.State.approved, .delivered]
        return try session.collection(DraftDocument.collection).find(
            as: DraftDocument.self,
            filter: [
                "conversation": .string(conversation), "state": ["$in": .array(states.map { .string($0.rawValue) })],
                "decidedAt": ["$gt": .date(moment.date)],
            ], limit: 100
        ).contains { $0.decidedBy?.key != person.key }
    }

    /// Whether a reply to this message was approved, and not given up.
    private func isAnswered(_ sequence: Int64, in conversation: String) throws -> Bool {
        let states = [DraftDocument.State.approved, .delivered]
        return try session.collection(DraftDocument.collection).findOne(
            as: DraftDocument.self,
            filter: [
                "conversation": .string(conversation), "state": ["$in": .array(states.map { .string($0.rawValue) })],
                "answers": .int64(sequence),
            ]) != nil
    }
}

extension DraftDocument {
    /// What a person wrote themselves; no model had a part in it.
    public var isWrittenByPerson: Bool { model.isEmpty }

    fileprivate init(_ approved: ReplyApproved, message: String, approvedBy event: EventHeader, at date: Date) {
        self.init(
            ReplyDrafted(
                draft: approved.draft, conversation: approved.conversation, text: approved.text,
                textHash: approved.textHash, answers: approved.answers, message: message, model: "", held: nil),
            offeredBy: event, at: date)
        state = .approved
        decidedBy = approved.by
        decidedAt = date
    }
}
