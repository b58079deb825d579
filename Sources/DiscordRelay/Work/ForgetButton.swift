import Shared

/// The button that forgets somebody, as its `custom_id`: `v1:forget:<hash of the conversation's id>:<seconds since 1970>`.
/// It is good for ``life`` after it was shown, whatever was restarted meanwhile.
struct ForgetButton: Equatable, Sendable {
    static let life = Duration.seconds(900)
    static let label = "Forget this person"
    private static let action = "forget"

    /// `TextHash` of the conversation's id: the id itself is not given to Discord for it.
    var hash: String
    var shownAt: Timestamp

    init(hash: String, shownAt: Timestamp) {
        self.hash = hash
        self.shownAt = shownAt
    }

    var customID: String { "v1:\(Self.action):\(hash):\(shownAt.milliseconds / 1000)" }

    /// Nil for anything that this version did not make.
    init?(customID: String) {
        let parts = customID.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "v1", parts[1] == Self.action, parts[2].utf8.count == 64,
            let seconds = Int64(parts[3]), seconds > 0, seconds < 1 << 40
        else { return nil }
        self.init(hash: String(parts[2]), shownAt: Timestamp(milliseconds: seconds * 1000))
    }

    func isOver(at now: Timestamp) -> Bool { now.since(shownAt) > Self.life }

    var button: DiscordButton {
        DiscordButton(label: Self.label, style: .danger, customID: customID, isDisabled: false)
    }
}
