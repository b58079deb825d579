import Foundation

extension DiscordPeer {
    /// Also looks through the drafts that are there, for those left alone so far.
    func setOperator(_ script: OperatorScript) {
        human.set(script)
        for thread in state.guild.threads {
            for message in thread.messages where !message.isDeleted { consider(message) }
        }
    }

    /// The operator sees a message that was posted or changed.
    func showOperator(_ data: JSONValue) {
        guard let channel = data["channel_id"]?.string.flatMap(Snowflake.init),
            let id = data["id"]?.string.flatMap(Snowflake.init),
            let room = state.guild.channels[channel], room.thread != nil, let message = room.message(id)
        else { return }
        consider(message)
    }

    private func consider(_ message: DiscordMessage) {
        guard let draft = human.take(message) else { return }
        let delay = human.delay()
        errands.begin { await self.decide(draft, after: delay) }
    }

    /// Presses and, as a person would when Discord says "This interaction failed" or when the card still offers the draft
    /// a while later, presses again.
    private func decide(_ draft: ScriptedOperator.Draft, after delay: Duration) async {
        var delay = delay
        for _ in 0..<ScriptedOperator.attempts {
            do {
                try await clock.sleep(for: delay)
                let pressed = press(draft)
                if pressed.isEmpty { return }
                try await clock.sleep(for: .seconds(Interaction.answerTime) + .milliseconds(100))
                if pressed.contains(where: { state.guild.interactions[$0]?.answer != nil }) {
                    try await clock.sleep(for: ScriptedOperator.patience)
                    guard stillOffers(draft) else { return }
                }
            } catch {
                return
            }
            delay = human.delay()
        }
    }

    private func stillOffers(_ draft: ScriptedOperator.Draft) -> Bool {
        guard human.script.mode != .edit, let message = state.guild.channels[draft.channel]?.message(draft.message)
        else { return false }
        return !human.presses(on: message, for: draft).isEmpty
    }

    private func press(_ draft: ScriptedOperator.Draft) -> [Snowflake] {
        guard let message = state.guild.channels[draft.channel]?.message(draft.message) else { return [] }
        let mode = human.script.mode.rawValue
        let pressed = human.presses(on: message, for: draft).compactMap { customID in
            state.guild.press(
                customID, on: message.id, in: draft.channel, by: .script, mode: mode, at: clock.now)?.id
        }
        tellEvents()
        return pressed
    }

    /// Writes into a modal that opened for the scripted operator; one that opened for a person is shown on the page.
    func fillModal(of id: Snowflake) {
        guard let interaction = state.guild.interactions[id], interaction.origin == .script,
            case .modal(let modal) = interaction.answer
        else { return }
        let delay = human.delay()
        errands.begin { await self.send(modal, of: id, after: delay) }
    }

    private func send(_ modal: Interaction.Modal, of id: Snowflake, after delay: Duration) async {
        guard (try? await clock.sleep(for: delay)) != nil else { return }
        _ = state.guild.send(modalOf: id, values: ScriptedOperator.values(for: modal.inputs), at: clock.now)
        tellEvents()
    }
}
