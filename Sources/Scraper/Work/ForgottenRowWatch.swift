/// Tells when somebody who is forgotten has written again, from their row alone. Pure; nothing of the row is kept but its
/// time and whether it was unread.
struct ForgottenRowWatch: Sendable {
    private struct Seen: Sendable {
        var at: Int64?
        var isUnread: Bool
    }

    private var seen: [String: Seen] = [:]
    private var told: Set<String> = []

    /// - Parameters:
    ///   - at: the row's time, in milliseconds since 1970.
    ///   - forgottenAt: so, too.
    mutating func hasWritten(_ hash: String, at: Int64?, isUnread: Bool, forgottenAt: Int64) -> Bool {
        let before = seen[hash]
        seen[hash] = Seen(at: at, isUnread: isUnread)
        guard isUnread, !told.contains(hash) else { return false }
        // It was unread, or nobody looked, when they were forgotten: only a later time says that this is new.
        guard let before else { return at.map { $0 > forgottenAt } ?? false }
        if !before.isUnread { return true }
        guard let at else { return false }
        return at > before.at ?? forgottenAt
    }

    /// It is told once.
    mutating func told(_ hash: String) {
        told.insert(hash)
    }
}
