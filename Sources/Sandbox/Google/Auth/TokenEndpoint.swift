import Foundation

/// The rules of `POST /google/token`: which requests get an access token.
struct TokenEndpoint: Sendable {
    static let jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    /// A signed request is good for at most an hour, give or take the clocks' difference.
    static let longestLife = 3600
    static let clockSkew = 300

    let key: ServiceAccountKey
    var tokens: AccessTokens

    /// - Parameter address: the sandbox's own token address, a valid audience beside Google's.
    mutating func answer(
        _ form: FormFields, address: String, at now: Date
    ) throws(OAuthError) -> JSONValue {
        switch form["grant_type"] {
        case nil, "": throw .missing("grant_type")
        case Self.jwtBearer: return try signed(form, address: address, at: now)
        case "refresh_token": return try refreshed(form, at: now)
        case .some(let type): throw .unsupportedGrant(type)
        }
    }

    private mutating func signed(
        _ form: FormFields, address: String, at now: Date
    ) throws(OAuthError) -> JSONValue {
        guard let text = form["assertion"], !text.isEmpty else { throw .missing("assertion") }
        guard let assertion = JWTAssertion(text) else { throw .badAssertion }
        let scopes = try check(assertion, address: address, at: now)
        let token = tokens.issue(to: GoogleWorld.serviceAccount, scopes, at: now)
        return ["access_token": .string(token), "expires_in": JSONValue(AccessTokens.life), "token_type": "Bearer"]
    }

    private func check(
        _ assertion: JWTAssertion, address: String, at now: Date
    ) throws(OAuthError) -> GoogleScopes {
        guard assertion.issuer == GoogleWorld.serviceAccount else { throw .unknownAccount }
        guard assertion.algorithm == "RS256", assertion.keyID == nil || assertion.keyID == key.id,
            key.isValid(signature: assertion.signature, of: assertion.signed)
        else { throw .badSignature }
        guard let audience = assertion.audience, audience == address || GoogleWorld.audiences.contains(audience) else {
            throw .badAudience
        }
        let time = Int(now.timeIntervalSince1970)
        guard let issued = assertion.issued, let expires = assertion.expires, expires > time - Self.clockSkew,
            issued <= time + Self.clockSkew, expires > issued, expires - issued <= Self.longestLife
        else { throw .badTimes }
        // No domain has delegated its users to the sandbox's account.
        if let subject = assertion.subject, subject != GoogleWorld.serviceAccount { throw .noDelegation }
        guard let scopes = assertion.scope.flatMap(GoogleScopes.init) else { throw .noScope }
        return scopes
    }

    private mutating func refreshed(_ form: FormFields, at now: Date) throws(OAuthError) -> JSONValue {
        for parameter in ["client_id", "client_secret", "refresh_token"] where form[parameter]?.isEmpty != false {
            throw .missing(parameter)
        }
        guard form["client_id"] == GoogleWorld.clientID else { throw .unknownClient }
        guard form["client_secret"] == GoogleWorld.clientSecret else { throw .wrongSecret }
        guard form["refresh_token"] == GoogleWorld.refreshToken else { throw .revoked }
        guard let scopes = GoogleScopes(form["scope"] ?? GoogleScopes.spreadsheets) else { throw .noScope }
        let token = tokens.issue(to: GoogleWorld.person, scopes, at: now)
        return [
            "access_token": .string(token), "expires_in": JSONValue(AccessTokens.life), "token_type": "Bearer",
            "scope": .string(scopes.names.sorted().joined(separator: " ")),
        ]
    }
}
