import Foundation

/// The access tokens that were handed out.
struct AccessTokens: Sendable {
    /// Seconds, as in `expires_in`.
    static let life = 3599

    struct Grant: Sendable {
        /// Whose quota a request counts against.
        let user: String
        let scopes: GoogleScopes
        let expires: Date
    }

    private var random: SeededRandom
    private var grants: [String: Grant] = [:]
    private(set) var issued = 0

    init(random: SeededRandom) {
        self.random = random
    }

    mutating func issue(to user: String, _ scopes: GoogleScopes, at now: Date) -> String {
        let token = "ya29." + random.hex(64)
        grants = grants.filter { $0.value.expires > now }
        grants[token] = Grant(user: user, scopes: scopes, expires: now + Double(Self.life))
        issued += 1
        return token
    }

    /// nil for a token that was never handed out, or is no longer good.
    func grant(_ token: String, at now: Date) -> Grant? {
        grants[token].flatMap { $0.expires > now ? $0 : nil }
    }
}
