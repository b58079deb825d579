/// What the scripted operator does with the drafts it sees. Pure: time and the pressing itself are its owner's.
struct ScriptedOperator: Sendable {
    /// A message that waits for a decision: it has an Approve button.
    struct Draft: Sendable, Hashable {
        var channel: Snowflake
        var message: Snowflake
        /// The button's custom id: a message edited to another draft is another draft.
        var approval: String
    }

    /// How often the operator presses a button whose press failed, before giving up.
    static let attempts = 20
    /// How long a card may still offer a draft after a press that was answered.
    static let patience = Duration.seconds(5)
    /// Put behind a text that is edited, so that the operator knows a draft it edited already.
    static let mark = " – edited by the operator"

    private(set) var script: OperatorScript
    private var random: SeededRandom
    private var seen: Set<Draft> = []

    init(script: OperatorScript = OperatorScript(), random: SeededRandom) {
        self.script = script
        self.random = random
    }

    /// Drafts that were left alone while the mode was `nothing` can be taken again afterwards.
    mutating func set(_ script: OperatorScript) {
        self.script = script
    }

    /// The draft that `message` is, when it has not been taken yet and the operator acts at all.
    mutating func take(_ message: DiscordMessage) -> Draft? {
        guard script.mode != .nothing, let button = Self.button(.approve, in: message) else { return nil }
        let draft = Draft(channel: message.channel, message: message.id, approval: button.customID)
        return seen.insert(draft).inserted ? draft : nil
    }

    mutating func delay() -> Duration {
        random.duration(in: script.delay)
    }

    /// The buttons to press at once on `message` as it is now. None when the button is gone, disabled or of another
    /// draft.
    func presses(on message: DiscordMessage, for draft: Draft) -> [String] {
        guard Self.button(.approve, in: message)?.customID == draft.approval else { return [] }
        switch script.mode {
        case .approve: return [draft.approval]
        case .twice: return [draft.approval, draft.approval]
        case .discard: return [Self.button(.discard, in: message)?.customID].compactMap(\.self)
        case .edit where Self.isEdited(message): return [draft.approval]
        case .edit: return [Self.button(.edit, in: message)?.customID].compactMap(\.self)
        case .nothing: return []
        }
    }

    /// What the operator writes into a modal.
    static func values(for inputs: [ComponentForm.TextInput]) -> [String: String] {
        var values: [String: String] = [:]
        for input in inputs {
            let room = input.lengths.upperBound - mark.utf16.count
            let kept = input.value.utf16.count <= room ? input.value : String(input.value.prefix(max(0, room / 2)))
            values[input.customID] = kept + mark
        }
        return values
    }

    private enum Purpose: String {
        case approve, discard, edit

        /// By the first word of the custom id that is one (`v1:approve:…`) or, for other bots' buttons, by the label.
        init?(_ button: DiscordButton) {
            let words = button.customID.split(separator: ":").dropFirst().lazy
            guard
                let purpose = words.compactMap({ Purpose(rawValue: String($0)) }).first
                    ?? Purpose(rawValue: button.label.lowercased())
            else { return nil }
            self = purpose
        }
    }

    private static func button(_ purpose: Purpose, in message: DiscordMessage) -> DiscordButton? {
        message.buttons.first { Purpose($0) == purpose }
    }

    private static func isEdited(_ message: DiscordMessage) -> Bool {
        let texts = message.embeds.flatMap { embed in
            [embed["title"]?.string, embed["description"]?.string]
                + (embed["fields"]?.array ?? []).map { $0["value"]?.string }
        }
        return ([message.content] + texts.compactMap(\.self)).contains { $0.contains(mark) }
    }
}
