import FoundationEssentials
import Shared

/// What the programs of a run are told, beyond the environment. Pure.
enum RunEnvironment {
    /// Everything the services need to talk to the sandbox at `base`.
    ///
    /// - Parameters:
    ///   - base: `http://host:port`, without a slash at the end.
    ///   - folder: where the run keeps its files.
    ///   - standIns: the peers that the sandbox stands in for; the services read `.env` for the others.
    static func sandbox(
        base: String, folder: String, database: String, broker: String,
        standIns: Set<OutsidePeer> = Set(OutsidePeer.allCases)
    ) -> [String: String] {
        var environment = ["MONGODB_URI": database, "RABBITMQ_URL": broker]
        // A `.env` must not mix into a run that is the sandbox's alone.
        if standIns.count == OutsidePeer.allCases.count {
            environment["SWITCHBOARD_ENV_FILE"] = "\(folder)/sandbox.env"
        }
        for peer in standIns {
            environment.merge(variables(of: peer, base: base, folder: folder)) { _, new in new }
        }
        return environment
    }

    private static func variables(of peer: OutsidePeer, base: String, folder: String) -> [String: String] {
        switch peer {
        case .platform:
            [
                "MEETME_USERNAME": "owner@example.test", "MEETME_PASSWORD": "sandbox",
                "SWITCHBOARD_PLATFORM_URL": "\(base)/site/", "SWITCHBOARD_PLATFORM_PACK": "platforms/meetme.yaml",
                "SWITCHBOARD_PROFILE_DIR": "\(folder)/profile",
                "SWITCHBOARD_SNAPSHOT_DIRECTORY": "\(folder)/snapshots",
                "SWITCHBOARD_SENDS_PER_HOUR": "100000", "SWITCHBOARD_SEND_GAP_SECONDS": "0",
            ]
        case .ai: ["AI_API_URL": "\(base)/ai/v1", "AI_API_KEY": "sandbox-key"]
        case .discord:
            [
                "DISCORD_BOT_TOKEN": "sandbox-bot-token", "DISCORD_CHANNEL_ID": "900000000000000003",
                "SWITCHBOARD_DISCORD_API_URL": "\(base)/discord/api/v10",
            ]
        case .google:
            [
                "GOOGLE_SHEET_ID": "sandbox-sheet", "GOOGLE_CREDENTIALS_PATH": "\(folder)/google-credentials.json",
                "SWITCHBOARD_GOOGLE_API_URL": "\(base)/google",
                "SWITCHBOARD_GOOGLE_TOKEN_URL": "\(base)/google/token",
            ]
        }
    }

    /// The same server, another database.
    static func database(_ uri: String, named name: String) -> String {
        let (address, query) = split(uri, at: "?")
        let scheme = address.range(of: "://")?.upperBound ?? address.startIndex
        let host = address[scheme...].split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        return "\(address[..<scheme])\(host)/\(name)" + (query.isEmpty ? "" : "?\(query)")
    }

    /// The same broker, another virtual host.
    static func broker(_ url: String, virtualHost: String) -> String {
        let (address, query) = split(url, at: "?")
        let scheme = address.range(of: "://")?.upperBound ?? address.startIndex
        let host = address[scheme...].split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        return "\(address[..<scheme])\(host)/\(virtualHost)" + (query.isEmpty ? "" : "?\(query)")
    }

    private static func split(_ text: String, at separator: Character) -> (Substring, Substring) {
        guard let index = text.firstIndex(of: separator) else { return (text[...], "") }
        return (text[..<index], text[text.index(after: index)...])
    }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
