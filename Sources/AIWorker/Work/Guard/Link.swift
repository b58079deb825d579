/// Holds a reply with the address of a web page, or something that software makes one of.
struct Link: GuardRule {
    let name = "link"
    let reason = "The reply holds a link."

    /// Endings that make a link of two words around a point. Common words (`is`, `so`, `to`) are left out: a point
    /// without a space behind it is a frequent slip.
    private static let endings: Set<String> = [
        "com", "net", "org", "info", "biz", "io", "xyz", "app", "gg", "tv", "ru", "de", "fr", "es", "uk", "eu", "nl",
        "pl",
        "br", "club", "online", "site", "shop", "store", "live", "link", "page", "dev", "ly", "cc", "ws", "top", "vip",
        "cam", "chat", "dating", "website", "space", "fun", "pro", "edu", "gov", "ua", "cz", "ch", "mx", "jp", "cn",
    ]

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        reply.folded.split(whereSeparator: \.isWhitespace).contains { Self.isLink($0) }
    }

    private static func isLink(_ word: Substring) -> Bool {
        if word.contains("://") || word.hasPrefix("www.") || word.hasPrefix("(www.") { return true }
        let host = word.drop { !$0.isLetter && !$0.isNumber }.prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        let hasPath = word.contains("/") && host.count < word.count
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        }
        guard labels.count >= 2, let ending = labels.last(where: { !$0.isEmpty }), labels.first?.isEmpty == false else {
            return false
        }
        // A path behind any two-letter ending is enough: t.me/…, wa.me/….
        if hasPath, (2...10).contains(ending.count), ending.allSatisfy(\.isLetter) { return true }
        return endings.contains(String(ending)) && labels[0].count > 1
    }
}
