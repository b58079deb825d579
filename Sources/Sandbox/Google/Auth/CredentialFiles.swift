/// The files that a user of Google's API downloads, ready to be saved. Their token address is the sandbox's, so that a
/// client which obeys it never turns to Google with them.
struct CredentialFiles: Sendable {
    let key: ServiceAccountKey
    /// `http://127.0.0.1:8090/google`
    let base: String

    func file(_ name: String) -> JSONValue? {
        switch name {
        case "service-account.json": serviceAccount
        case "credentials.json": client
        case "token.json": token
        default: nil
        }
    }

    private var serviceAccount: JSONValue {
        [
            "type": "service_account", "project_id": .string(GoogleWorld.project), "private_key_id": .string(key.id),
            "private_key": .string(key.pem + (key.pem.hasSuffix("\n") ? "" : "\n")),
            "client_email": .string(GoogleWorld.serviceAccount), "client_id": "900000000000000000001",
            "auth_uri": .string(base + "/auth"), "token_uri": .string(base + "/token"),
            "universe_domain": "googleapis.com",
        ]
    }

    private var client: JSONValue {
        [
            "installed": [
                "client_id": .string(GoogleWorld.clientID), "project_id": .string(GoogleWorld.project),
                "auth_uri": .string(base + "/auth"), "token_uri": .string(base + "/token"),
                "client_secret": .string(GoogleWorld.clientSecret), "redirect_uris": ["http://localhost"],
            ]
        ]
    }

    /// Its access token has expired, so a client begins with a refresh.
    private var token: JSONValue {
        [
            "token": "ya29.expired", "refresh_token": .string(GoogleWorld.refreshToken),
            "token_uri": .string(base + "/token"), "client_id": .string(GoogleWorld.clientID),
            "client_secret": .string(GoogleWorld.clientSecret), "scopes": [.string(GoogleScopes.spreadsheets)],
            "universe_domain": "googleapis.com", "account": "", "expiry": "2020-01-01T00:00:00.000000Z",
        ]
    }
}
