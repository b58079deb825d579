/// Who is signed in. Pure; tokens come from the site's seeded random.
struct SessionBook: Sendable {
    /// Sign-ins kept; the oldest goes first, so a test that signs in for ever does not grow the process.
    static let limit = 1000

    struct Session: Sendable {
        var user: String
        /// The push-notification pop-up waits for the next page that is loaded.
        var showsPopup: Bool
    }

    private var sessions: [String: Session] = [:]
    private var order: [String] = []

    mutating func signIn(_ user: String, token: String) {
        if order.count >= Self.limit { sessions[order.removeFirst()] = nil }
        sessions[token] = Session(user: user, showsPopup: true)
        order.append(token)
    }

    func session(_ token: String?) -> Session? {
        token.flatMap { sessions[$0] }
    }

    mutating func signOut(_ token: String?) {
        guard let token, sessions.removeValue(forKey: token) != nil else { return }
        order.removeAll { $0 == token }
    }

    mutating func signOutEveryone() {
        self = SessionBook()
    }

    /// True once for each pop-up that waits.
    mutating func takePopup(_ token: String?) -> Bool {
        guard let token, sessions[token]?.showsPopup == true else { return false }
        sessions[token]?.showsPopup = false
        return true
    }
}
