import Foundation

/// A token request signed by a service account: RFC 7523, in the form that Google wants.
struct JWTAssertion: Sendable {
    let algorithm: String?
    let keyID: String?
    let issuer: String?
    let audience: String?
    let scope: String?
    let subject: String?
    let issued: Int?
    let expires: Int?
    /// What was signed, and with what.
    let signed: String
    let signature: Data

    /// nil for anything that is not three parts of base64url with JSON objects in the first two.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Self.bytes(parts[2])
        else { return nil }
        algorithm = header["alg"]?.string
        keyID = header["kid"]?.string
        issuer = claims["iss"]?.string
        audience = claims["aud"]?.string
        scope = claims["scope"]?.string
        subject = claims["sub"]?.string
        issued = claims["iat"]?.int
        expires = claims["exp"]?.int
        signed = parts[0] + "." + parts[1]
        self.signature = signature
    }

    private static func object(_ part: String) -> JSONValue? {
        guard let bytes = bytes(part), let value = try? JSONValue(parsing: bytes), value.object != nil else {
            return nil
        }
        return value
    }

    /// base64url without padding.
    private static func bytes(_ part: String) -> Data? {
        let standard = part.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
    }
}
