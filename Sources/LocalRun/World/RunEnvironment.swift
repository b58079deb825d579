import FoundationEssentials
import Shared

/// What the programs of a run are told, beyond the environment. Pure.
enum RunEnvironment {
    /// The variables that decide whether this is a run against the real services.
    static let credentials = ["MEETME_PASSWORD", "DISCORD_BOT_TOKEN", "GOOGLE_SHEET_ID", "AI_API_KEY"]

    /// Nothing of the credentials is there, neither the value nor a file: a newcomer.
    static func wantsSandbox(_ known: Set<String>) -> Bool {
        credentials.allSatisfy { !known.contains($0) && !known.contains($0 + "_FILE") }
    }

    /// Everything the services need to talk to the sandbox at `base`.
    ///
    /// - Parameters:
    ///   - base: `http://host:port`, without a slash at the end.
    ///   - folder: where the run keeps its files.
    static func sandbox(base: String, folder: String, database: String, broker: String) -> [String: String] {
        [
            // A `.env` must not mix into a sandbox run.
            "SWITCHBOARD_ENV_FILE": "\(folder)/sandbox.env",
            "MEETME_USERNAME": "owner@example.test", "MEETME_PASSWORD": "sandbox",
            "SWITCHBOARD_PLATFORM_URL": "\(base)/site/", "SWITCHBOARD_PLATFORM_PACK": "platforms/meetme.yaml",
            "SWITCHBOARD_PROFILE_DIR": "\(folder)/profile",
            "SWITCHBOARD_SNAPSHOT_DIRECTORY": "\(folder)/snapshots",
            "SWITCHBOARD_SENDS_PER_HOUR": "100000", "SWITCHBOARD_SEND_GAP_SECONDS": "0",
            "AI_API_URL": "\(base)/ai/v1", "AI_API_KEY": "sandbox-key",
            "DISCORD_BOT_TOKEN": "sandbox-bot-token", "DISCORD_CHANNEL_ID": "900000000000000003",
            "SWITCHBOARD_DISCORD_API_URL": "\(base)/discord/api/v10",
            "GOOGLE_SHEET_ID": "sandbox-sheet", "GOOGLE_CREDENTIALS_PATH": "\(folder)/google-credentials.json",
            "SWITCHBOARD_GOOGLE_API_URL": "\(base)/google", "SWITCHBOARD_GOOGLE_TOKEN_URL": "\(base)/google/token",
            "MONGODB_URI": database, "RABBITMQ_URL": broker,
        ]
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
