import Shared
import Store

/// What is told of a changed page, with buttons where an owner's word changes something. One post a trouble: it is brought
/// up to date in place until it is over.
extension OperationsPost {
    /// A role is found in another way. What was told of its loss stands in the same post; what waited for more looks has
    /// them now, and needs no word.
    func healed(_ event: Event<SelectorsHealed>) async throws -> Consequences {
        let healed = event.data
        let standing = try await standing(healed.role, on: healed.platform)
        guard !standing.knows(event.header) else { return .none }
        var text = HealText.healed(healed)
        guard let notice = standing.notice, standing.heal?.isInUse != true else {
            // In the same way as was told before.
            if standing.heal?.found == healed.found { return .none }
            return tell(text, HealDocument(event), of: standing, event.header)
        }
        text += "\n\(Self.past(notice))"
        guard var heal = standing.heal, heal.found == healed.found, heal.state != .over else {
            return tell(text, HealDocument(event), of: standing, event.header)
        }
        // A word may be on its way: what becomes of it is told by its own event.
        guard let decision = heal.decision, let by = heal.by else {
            return Consequences([edit(notice, to: text)]) { transaction in
                try transaction.close(notice)
                try transaction.endHeals(of: healed.role, on: healed.platform)
            }
        }
        heal.isInUse = true
        var changed = notice
        changed.content = text
        return Consequences([edit(notice, to: "\(HealText.passedOn(decision, by: by))\n\(text)")]) {
            [changed] in try $0.record(changed)
        }
    }

    /// A role is lost; what seems to be it may wait for a word.
    func degraded(_ event: Event<SelectorsDegraded>) async throws -> Consequences {
        let degraded = event.data
        let standing = try await standing(degraded.role, on: degraded.platform)
        guard !standing.knows(event.header) else { return .none }
        if let heal = standing.heal, heal.found == degraded.proposed, !heal.isInUse, heal.state != .over {
            return .none
        }
        return tell(HealText.degraded(degraded), HealDocument(event), of: standing, event.header)
    }

    /// A person said what they think of it.
    func decided(_ event: Event<SelectorsDecided>) async throws -> Consequences {
        let decided = event.data
        let standing = try await standing(decided.role, on: decided.platform)
        guard let notice = standing.notice, notice.heal == decided.asked else { return .none }
        let text = HealText.passedOn(decided.decision, by: decided.by)
        return Consequences(edit(notice, to: "\(text)\n\(notice.content)"))
    }

    /// A word was carried out, wherever it was given, or came too late. It is told where it was asked for, if that is
    /// still there to be answered.
    func settled(_ event: Event<SelectorsSettled>) async throws -> Consequences {
        let settled = event.data
        let standing = try await standing(settled.role, on: settled.platform)
        let text = HealText.settled(settled)
        guard let notice = standing.notice, standing.isMeant(by: settled) else { return post(text, event.header) }
        return Consequences([edit(notice, to: "\(text)\n\(Self.past(notice))")]) { transaction in
            try transaction.close(notice)
            try transaction.endHeals(of: settled.role, on: settled.platform)
        }
    }

    /// What stands in Discord about a role.
    private struct Standing: Sendable {
        var subject: String
        var role: String
        var platform: String
        var notice: NoticeDocument?
        /// What the notice tells was found.
        var heal: HealDocument?
        /// The event that told last of something found.
        var latest: String?

        /// Whether something newer was told, or this very event.
        func knows(_ event: EventHeader) -> Bool {
            notice?.heal == event.id || latest.map { $0 > event.id } ?? false
        }

        func isMeant(by settled: SelectorsSettled) -> Bool {
            switch settled.outcome {
            case .outdated: notice?.heal == settled.asked
            // Where nothing more is said to be found, an accepted one ends the loss.
            case .accepted: heal == nil || heal?.found == settled.found
            case .rejected: heal?.found == settled.found
            }
        }
    }

    private func standing(_ role: String, on platform: String) async throws -> Standing {
        try await store.read { transaction in
            let subject = "selector:\(platform):\(role)"
            let notice = try transaction.notice(subject)
            return Standing(
                subject: subject, role: role, platform: platform, notice: notice,
                heal: try notice?.heal.flatMap { try transaction.heal($0) },
                latest: try transaction.latestHeal(of: role, on: platform))
        }
    }

    /// In the post there is, where it is about the same loss; in a new one otherwise.
    private func tell(
        _ text: String, _ heal: HealDocument?, of standing: Standing, _ header: EventHeader
    ) -> Consequences {
        let buttons = heal.map { HealButton.both($0._id) } ?? []
        let end: Changes = { transaction in
            guard heal == nil else { return }
            try transaction.endHeals(of: standing.role, on: standing.platform)
        }
        guard let notice = standing.notice else {
            let post = DiscordPost(content: text, buttons: buttons)
            return Consequences([told(post, header, as: standing.subject, asking: heal)], changes: end)
        }
        guard standing.heal?.isInUse != true else {
            let post = DiscordPost(content: text, buttons: buttons)
            return Consequences(
                [
                    edit(notice, to: "⏩ **told anew below**\n\(Self.past(notice))"),
                    told(post, header, as: standing.subject, asking: heal),
                ], changes: end)
        }
        guard heal != nil || notice.heal != nil || notice.content != text else { return .none }
        let changed = NoticeDocument(
            _id: notice._id, channel: notice.channel, message: notice.message, content: text, heal: heal?._id)
        return Consequences([edit(notice, to: text, buttons: buttons, asking: heal)]) { transaction in
            try transaction.record(changed)
            try end(transaction)
        }
    }
}
