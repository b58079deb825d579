@testable import Shared

/// Events of every type with random content.
extension SeededGenerator {
    mutating func header(_ name: EventName) -> EventHeader {
        EventHeader(
            id: self.name(), source: self.name(), name: name, time: time(), conversation: self.name(),
            sequence: maybe { Int64.random(in: 1...Int64.max, using: &$0) }, causation: maybe { $0.text() },
            origin: maybe { $0.time() }, trace: .start())
    }

    mutating func event<Payload>(_ data: Payload) -> Event<Payload> { Event(header: header(Payload.name), data: data) }

    mutating func conversation() -> ConversationReference { ConversationReference(id: name(), name: text()) }

    mutating func message() -> ChatMessage {
        ChatMessage(
            id: text(), conversation: conversation(), ordinal: number(), direction: one(of: ChatMessage.Direction.self),
            author: text(), text: text(), sentAt: maybe { $0.time() }, observedAt: time(),
            attachments: maybe { [$0.attachment(), $0.attachment()] })
    }

    mutating func attachment() -> MessageAttachment {
        MessageAttachment(id: text(), kind: one(of: MessageAttachment.Kind.self))
    }

    mutating func number() -> Int64 {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: [Int64.min, -1, 0, 1, Int64.max, 1 << 53, (1 << 53) + 1].randomElement(using: &self) ?? 0
        case 1: Int64.random(in: -100...100, using: &self)
        default: Int64.random(in: .min ... .max, using: &self)
        }
    }

    mutating func approver() -> Approver { Approver(kind: one(of: Approver.Kind.self), id: text(), name: text()) }

    mutating func found() -> FoundSelector { FoundSelector(selector: text(), label: maybe { $0.text() }) }

    /// A payload of this type.
    mutating func payload(_ name: EventName) -> any EventPayload {
        switch name {
        case .messageReceived: MessageReceived(message: message())
        case .messageSent: MessageSent(message: message(), draft: maybe { $0.text() })
        case .messageEdited: MessageEdited(message: message(), version: Int(number()))
        case .messageDeleted: MessageDeleted(conversation: conversation(), message: text(), noticedAt: time())
        case .messageAttached:
            MessageAttached(
                conversation: conversation(), message: text(), attachment: attachment(), type: maybe { $0.text() },
                size: maybe { $0.number() }, missing: maybe { $0.one(of: AttachmentLoss.self) })
        case .conversationUpdated:
            ConversationUpdated(
                conversation: conversation(), unread: maybe { Int($0.number()) },
                mode: maybe { $0.one(of: ReplyMode.self) }, claimedBy: maybe { $0.text() })
        case .replyDrafted:
            ReplyDrafted(
                draft: text(), conversation: conversation(), text: text(), textHash: text(), answers: number(),
                message: text(), model: text(),
                held: maybe { GuardFinding(rule: $0.text(), reason: $0.text()) })
        case .replyVoided:
            ReplyVoided(draft: text(), conversation: conversation(), reason: one(of: VoidReason.self))
        case .replyApproved:
            ReplyApproved(
                draft: text(), conversation: conversation(), text: text(), textHash: text(), answers: number(),
                by: approver())
        case .replyRejected: ReplyRejected(draft: text(), conversation: conversation(), by: approver())
        case .replyDelivered:
            ReplyDelivered(draft: text(), conversation: conversation(), message: text(), seenAt: time())
        case .replyFailed:
            ReplyFailed(
                draft: text(), conversation: conversation(), reason: one(of: ReplyFailure.self), advice: text())
        case .sessionChanged:
            SessionChanged(
                platform: text(), state: one(of: SessionState.self), action: maybe { $0.text() },
                awaits: maybe { $0.one(of: SessionAnswer.self) }, screenshot: maybe { $0.text() })
        case .sessionAnswered:
            SessionAnswered(platform: text(), asked: text(), answer: one(of: SessionAnswer.self), by: approver())
        case .selectorsHealed:
            SelectorsHealed(
                platform: text(), role: text(), old: text(), new: text(), label: maybe { $0.text() }, evidence: text())
        case .selectorsDegraded:
            SelectorsDegraded(platform: text(), role: text(), advice: text(), proposed: maybe { $0.found() })
        case .selectorsDecided:
            SelectorsDecided(
                platform: text(), role: text(), found: found(), decision: one(of: SelectorDecision.self), asked: text(),
                by: approver())
        case .selectorsSettled:
            SelectorsSettled(
                platform: text(), role: text(), found: found(), outcome: one(of: SelectorOutcome.self),
                asked: maybe { $0.text() }, by: maybe { $0.approver() })
        case .erasureRequested: ErasureRequested(request: text(), conversation: text(), requestedBy: text())
        case .erasureCompleted: ErasureCompleted(request: text(), store: text(), count: Int(number()))
        case .alertRaised:
            AlertRaised(alert: text(), severity: one(of: AlertSeverity.self), summary: text(), advice: text())
        case .alertResolved: AlertResolved(alert: text(), summary: text())
        }
    }
}
