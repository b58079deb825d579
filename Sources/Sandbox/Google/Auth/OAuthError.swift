/// A refusal of the token endpoint: `{error, error_description}` (RFC 6749, 5.2, in Google's words).
struct OAuthError: Error, Sendable, Hashable {
    let status: Int
    let code: String
    let description: String

    var json: JSONValue {
        ["error": .string(code), "error_description": .string(description)]
    }

    static func invalidGrant(_ description: String) -> OAuthError {
        OAuthError(status: 400, code: "invalid_grant", description: description)
    }

    static func missing(_ parameter: String) -> OAuthError {
        OAuthError(status: 400, code: "invalid_request", description: "Missing required parameter: \(parameter)")
    }

    static let badSignature = invalidGrant("Invalid JWT Signature.")
    static let badTimes = invalidGrant(
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            + "Check your iat and exp values in the JWT claim.")
    static let badAudience = invalidGrant("Invalid JWT: Failed audience check.")
    static let unknownAccount = invalidGrant("Invalid grant: account not found")
    static let badAssertion = OAuthError(
        status: 400, code: "invalid_request", description: "Invalid JWT: the assertion is not a signed JWT.")
    static let revoked = invalidGrant("Token has been expired or revoked.")
    static let unknownClient = OAuthError(
        status: 401, code: "invalid_client", description: "The OAuth client was not found.")
    static let wrongSecret = OAuthError(
        status: 401, code: "invalid_client", description: "The provided client secret is invalid.")
    static let noScope = OAuthError(
        status: 400, code: "invalid_scope", description: "Invalid OAuth scope or ID token audience provided.")
    static let noDelegation = OAuthError(
        status: 401, code: "unauthorized_client",
        description: "Client is unauthorized to retrieve access tokens using this method, "
            + "or client not authorized for any of the scopes requested.")

    static func unsupportedGrant(_ type: String) -> OAuthError {
        OAuthError(status: 400, code: "unsupported_grant_type", description: "Invalid grant_type: \(type)")
    }
}
