/// Who is signed in. Pure; tokens come from the site's seeded random.
struct SessionBook: Sendable {
    /// Sign-ins kept; the oldest goes first, so a test that signs in for ever does not grow the process.
    static let limit = 1000

    struct Session: Sendable {
        var user: String
        /// The push-notification pop-up waits for the next page that is loaded.
        var showsPopup: Bool
        /// A challenge must be answered before anything is shown.
        var isHeld: Bool
        /// To the challenge that holds it.
        var wrongAnswers = 0
    }

    private var sessions: [String: Session] = [:]
    private var order: [String] = []
    /// Why sessions ended against their user's will, for the sign-in page.
    private var farewells: [String: String] = [:]

    mutating func signIn(_ user: String, token: String, isHeld: Bool = false) {
        if order.count >= Self.limit { sessions[order.removeFirst()] = nil }
        sessions[token] = Session(user: user, showsPopup: true, isHeld: isHeld)
        order.append(token)
    }

    func session(_ token: String?) -> Session? {
        token.flatMap { sessions[$0] }
    }

    /// - Parameter words: what the sign-in page then says to this browser.
    mutating func signOut(_ token: String?, words: String? = nil) {
        guard let token, sessions.removeValue(forKey: token) != nil else { return }
        order.removeAll { $0 == token }
        if farewells.count >= Self.limit { farewells = [:] }
        farewells[token] = words
    }

    /// - Parameter words: see ``signOut(_:words:)``.
    mutating func signOutEveryone(words: String? = nil) {
        let tokens = order
        self = SessionBook()
        for token in tokens { farewells[token] = words }
    }

    /// What the sign-in page says to the browser that had this session.
    func farewell(_ token: String?) -> String? {
        token.flatMap { farewells[$0] }
    }

    // MARK: Challenges

    mutating func holdEveryone() {
        for token in order {
            sessions[token]?.isHeld = true
            sessions[token]?.wrongAnswers = 0
        }
    }

    mutating func release(_ token: String) {
        sessions[token]?.isHeld = false
    }

    mutating func releaseEveryone() {
        for token in order { release(token) }
    }

    /// - Returns: how many wrong answers this session gave, this one included.
    mutating func answerWrongly(_ token: String) -> Int {
        sessions[token]?.wrongAnswers += 1
        return sessions[token]?.wrongAnswers ?? 0
    }

    // MARK: The pop-up

    /// True once for each pop-up that waits.
    mutating func takePopup(_ token: String?) -> Bool {
        guard let token, sessions[token]?.showsPopup == true else { return false }
        sessions[token]?.showsPopup = false
        return true
    }
}
