/// What the suite talks to outside this machine.
enum OutsidePeer: String, CaseIterable, Sendable {
    case platform, ai, discord, google

    /// What people call it.
    var word: String {
        switch self {
        case .platform: "the chat site"
        case .ai: "the AI service"
        case .discord: "Discord"
        case .google: "Google Sheets"
        }
    }

    /// Who sets one of these, or its `_FILE`, means the real one.
    fileprivate var credentials: [String] {
        switch self {
        case .platform: ["MEETME_USERNAME", "MEETME_PASSWORD"]
        case .ai: ["AI_API_KEY", "AI_API_URL"]
        case .discord: ["DISCORD_BOT_TOKEN"]
        case .google: ["GOOGLE_SHEET_ID"]
        }
    }

    /// The peers that the sandbox stands in for, by the names of the variables that are set.
    ///
    /// None with a real account: a sandbox that drafts or approves must never write to real people.
    static func standIns(knowing known: Set<String>) -> Set<OutsidePeer> {
        let real = allCases.filter { peer in
            peer.credentials.contains { known.contains($0) || known.contains($0 + "_FILE") }
        }
        return real.contains(.platform) ? [] : Set(allCases).subtracting(real)
    }

    /// What a run says of it.
    static func note(standIns: Set<OutsidePeer>) -> String {
        guard !standIns.isEmpty else { return "running with the credentials in .env" }
        let real = allCases.filter { !standIns.contains($0) }.map(\.word)
        guard !real.isEmpty else { return "no credentials in .env: running against the sandbox" }
        return "no account in .env: people of the sandbox write, a few messages a minute; real are "
            + real.joined(separator: " and ")
    }
}
