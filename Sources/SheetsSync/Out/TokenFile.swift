import FoundationEssentials
import ServiceRuntime
import Shared

/// An installed application's `token.json`, as Google's own libraries read and write it. Fields that are not ours stay
/// as they are.
struct TokenFile: Sendable {
    private var fields: [String: JSONValue]

    private init(_ fields: [String: JSONValue]) { self.fields = fields }

    /// - Throws: ``SheetsError`` when it cannot be read.
    init(path: String) throws(SheetsError) {
        fields = try CredentialsJSON.read([String: JSONValue].self, from: path, variable: "GOOGLE_TOKEN_PATH")
    }

    var refreshToken: Secret? { text("refresh_token").map { Secret($0) } }
    var clientID: String? { text("client_id") }
    var clientSecret: Secret? { text("client_secret").map { Secret($0) } }

    /// The access token that was written last. Without a readable `expiry` it counts as expired.
    var access: AccessToken? {
        guard let token = text("token"), let expiry = text("expiry"), let expires = Self.date(expiry) else {
            return nil
        }
        return AccessToken(value: Secret(token), expires: expires)
    }

    /// Writes a new access token back, and the refresh token that came with it or the one there was.
    ///
    /// The file is read again first: what somebody else changed in it meanwhile stays.
    static func update(
        _ path: String, _ token: AccessToken, for app: GoogleCredentials.InstalledApp
    ) throws(AtomicFile.Failure) {
        var file = (try? TokenFile(path: path)) ?? TokenFile([:])
        file.fields["token"] = .string(token.value.reveal())
        file.fields["expiry"] = .string(Timestamp(token.expires).description)
        file.fields["refresh_token"] = .string(app.refreshToken.reveal())
        file.fields["client_id"] = .string(app.clientID)
        file.fields["client_secret"] = .string(app.clientSecret.reveal())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(file.fields) else {
            throw AtomicFile.Failure(description: "its fields cannot be written as JSON")
        }
        try AtomicFile.write(Array(data), to: path)
    }

    private func text(_ name: String) -> String? {
        guard let text = fields[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    /// Google's libraries write UTC, with or without microseconds and with or without a Z.
    private static func date(_ text: String) -> Date? {
        let text = text.hasSuffix("Z") ? text : text + "Z"
        return Timestamp(text)?.date
    }
}
