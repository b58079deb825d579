import Crypto
import CryptoExtras
import Foundation

/// The service account's key pair, made anew by every sandbox and known to nobody else.
struct ServiceAccountKey: Sendable {
    /// `private_key_id` in the file and `kid` in tokens.
    let id: String
    private let key: _RSA.Signing.PrivateKey

    init(random: SeededRandom) throws {
        var random = random
        id = random.hex(40)
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// PKCS#8, as in the files that Google hands out.
    var pem: String { key.pkcs8PEMRepresentation }

    /// RSASSA-PKCS1-v1_5 with SHA-256: RS256.
    func isValid(signature: Data, of text: String) -> Bool {
        key.publicKey.isValidSignature(
            .init(rawRepresentation: signature), for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
    }

    func sign(_ text: String) throws -> Data {
        try key.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5).rawRepresentation
    }
}
