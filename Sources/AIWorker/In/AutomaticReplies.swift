import Shared
import Store

import struct FoundationEssentials.Date

/// Decides, within the transaction that offers a draft, whether it is sent without a person, and sends it then.
struct AutomaticReplies: Sendable {
    let isAllowed: Bool
    let disclosure: String
    /// Within ``day``.
    let perConversation: Int
    /// Of all conversations, within ``hour``.
    let perHour: Int
    let budget: Budget

    static let day = Duration.seconds(86_400)
    static let hour = Duration.seconds(3600)
    /// Who approves what nobody saw.
    static let approver = Approver(kind: .automatic, id: "ai-worker", name: "AI")

    /// What is known of a draft before the transaction.
    struct Candidate: Sendable {
        var draft: DraftMaker.Draft
        /// Why the guard holds the text with the disclosure; nil when it does not.
        var heldDisclosed: GuardFinding?
        /// Of ``SensitiveTopics``; nil when it touches none.
        var topic: String?
        var hasInjectionSigns: Bool
        var isAsked: Bool

        /// Whether what speaks against the reply is that it says who writes, and nothing else.
        var isAboutWriter: Bool {
            guard let finding = draft.held ?? heldDisclosed else { return topic == SensitiveTopics.whoWrites }
            return finding.rule == OutgoingGuard.claimsHuman
        }
    }

    func decide(
        _ candidate: Candidate, in conversation: String, at now: Date, _ transaction: StoreTransaction
    ) throws -> AutomaticDecision {
        // Most conversations are not in this mode, and cost nothing more than this.
        let bar = try transaction.automationBar(of: conversation)
        guard isAllowed, bar == nil else { return .draft(bar == nil ? .notAllowed : .barred) }
        let day = UsageDocument.day(of: now)
        let mine = try transaction.sendWindow(conversation)
        let reached = budget.reached(
            day: try transaction.usage(of: nil, day: day),
            conversation: try transaction.usage(of: conversation, day: day))
        return AutomaticDecision.of(
            AutomaticDecision.Facts(
                isAllowed: isAllowed, bar: bar,
                isHeld: candidate.draft.held != nil || candidate.heldDisclosed != nil,
                touchesTopic: candidate.topic != nil,
                isOtherPersonLast: try ConversationView.isOtherPersonLast(in: conversation, transaction),
                hasInjectionSigns: candidate.hasInjectionSigns, finish: candidate.draft.finish,
                isFromFirstEndpoint: !candidate.draft.isFromFallback, isOverBudget: reached != nil,
                isWithinConversationCap: mine.admits(at: now, limit: perConversation, within: Self.day),
                isWithinHourlyCap: try transaction.sendWindow(SendWindowDocument.all)
                    .admits(at: now, limit: perHour, within: Self.hour),
                isFirst: mine.times.isEmpty, isAsked: candidate.isAsked, isAboutWriter: candidate.isAboutWriter))
    }

    /// What is offered, or sent.
    func text(of draft: DraftMaker.Draft, as decision: AutomaticDecision) -> String {
        switch decision {
        case .send(disclosing: true): disclosed(draft.text)
        case .disclose: disclosure
        case .send(disclosing: false), .draft: draft.text
        }
    }

    /// The text that tells who wrote it.
    func disclosed(_ text: String) -> String {
        text.contains(disclosure) ? text : text + " " + disclosure
    }

    /// Approves a draft that was just offered.
    func send(
        _ drafted: ReplyDrafted, offeredBy offer: EventHeader, at now: Date, _ transaction: StoreTransaction
    ) throws {
        for (id, length) in [(drafted.conversation.id, Self.day), (SendWindowDocument.all, Self.hour)] {
            var window = try transaction.sendWindow(id)
            window.send(at: now, within: length)
            try transaction.store(window, as: id)
        }
        _ = try transaction.move(draft: drafted.draft, from: [.offered], to: .approved, by: Self.approver)
        try transaction.emit(
            ReplyApproved(
                draft: drafted.draft, conversation: drafted.conversation, text: drafted.text,
                textHash: drafted.textHash, answers: drafted.answers, by: Self.approver),
            conversation: drafted.conversation, causedBy: offer)
    }
}

extension AutomaticReplies {
    init(_ limits: AILimitConfiguration) {
        self.init(
            isAllowed: limits.isAutomaticAllowed, disclosure: limits.disclosure,
            perConversation: limits.automaticPerConversation, perHour: limits.automaticPerHour,
            budget: Budget(limits))
    }
}
