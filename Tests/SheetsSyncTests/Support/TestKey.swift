import JWTKit

@testable import Sandbox

/// A key pair for signing assertions, made once for all tests (some 100 ms): a private key in a file, even one that
/// opens nothing, alarms whoever looks for leaked ones.
enum TestKey {
    /// PKCS#8, as in a service account's key file.
    static let privatePEM = (try? ServiceAccountKey(random: SeededRandom(seed: 1)).pem) ?? ""

    static func publicKey() throws -> Insecure.RSA.PublicKey {
        try Insecure.RSA.PrivateKey(pem: privatePEM).publicKey
    }
}
