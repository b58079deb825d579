import FoundationEssentials
import JWTKit
import Shared

/// The signed statement with which a service account asks for an access token (RFC 7523, RS256).
struct ServiceAccountAssertion: JWTPayload {
    /// What the Sheets calls need on a sheet that was shared with the account. The narrower `drive.file` covers only
    /// files that the account made itself.
    static let scope = "https://www.googleapis.com/auth/spreadsheets"
    /// What it is for, wherever it is sent: Google refuses any other audience.
    static let audience = "https://oauth2.googleapis.com/token"
    /// Seconds; Google accepts an hour at most.
    static let lifetime: TimeInterval = 3600
    /// Seconds; back-dated against clocks that differ.
    static let backdate: TimeInterval = 30

    var iss: IssuerClaim
    var scope: String
    var aud: AudienceClaim
    var iat: IssuedAtClaim
    var exp: ExpirationClaim

    init(email: String, now: Date) {
        let issued = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - Self.backdate).rounded(.down))
        iss = IssuerClaim(value: email)
        scope = Self.scope
        aud = AudienceClaim(value: Self.audience)
        iat = IssuedAtClaim(value: issued)
        exp = ExpirationClaim(value: issued.addingTimeInterval(Self.lifetime))
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {
        try exp.verifyNotExpired()
    }

    /// The signed statement as it is sent.
    ///
    /// - Throws: ``SheetsError`` when the key is not one.
    static func sign(_ account: GoogleCredentials.ServiceAccount, now: Date) async throws(SheetsError) -> String {
        let id = JWKIdentifier(string: account.keyID)
        do {
            let key = try Insecure.RSA.PrivateKey(pem: account.privateKey.reveal())
            let keys = JWTKeyCollection()
            await keys.add(rsa: key, digestAlgorithm: .sha256, kid: id)
            return try await keys.sign(Self(email: account.email, now: now), kid: id)
        } catch {
            // The underlying error may quote the key.
            throw SheetsError(
                .credentials, "The service account's private_key cannot be used: create a new JSON key for the account."
            )
        }
    }
}
