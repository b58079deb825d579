import Crypto
import CryptoExtras
import FoundationEssentials

/// Seals bytes with a password: AES-256-GCM, with a key of PBKDF2 (SHA-256). What was changed does not open.
struct SealedBox: Sendable {
    /// OWASP's advice for PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023).
    static let rounds = 600_000
    private static let saltLength = 16

    private let salt: [UInt8]
    private let key: SymmetricKey

    /// Takes some tenths of a second, by intent.
    init(password: String, salt: [UInt8] = (0..<saltLength).map { _ in UInt8.random(in: 0...255) }) throws {
        self.salt = salt
        key = try KDF.Insecure.PBKDF2.deriveKey(
            from: Data(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
            unsafeUncheckedRounds: Self.rounds)
    }

    /// The salt, then the nonce, the ciphertext and the tag.
    func seal(_ plain: [UInt8]) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(plain, using: key, authenticating: salt)
        return salt + sealed.nonce + sealed.ciphertext + sealed.tag
    }

    /// Opens what this or an earlier box of the same password sealed.
    /// - Returns: the bytes, and the box to seal newer ones with; nil for another password's, or for what was changed.
    static func open(_ sealed: [UInt8], password: String) throws -> (plain: [UInt8], box: SealedBox)? {
        guard sealed.count > saltLength else { return nil }
        let box = try SealedBox(password: password, salt: Array(sealed.prefix(saltLength)))
        guard
            let combined = try? AES.GCM.SealedBox(combined: sealed.dropFirst(saltLength)),
            let plain = try? AES.GCM.open(combined, using: box.key, authenticating: box.salt)
        else { return nil }
        return ([UInt8](plain), box)
    }
}
