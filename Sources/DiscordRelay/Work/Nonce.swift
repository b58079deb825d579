import Crypto

/// The idempotency key of a post, made from what the post is about.
///
/// Discord takes up to 25 characters; 120 bits of a SHA-256 in base 32 are 24. With `enforce_nonce` a repeated post
/// within a few minutes returns the first message instead of making a second.
enum Nonce {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

    static func make(for effect: String) -> String {
        var digest = Array(SHA256.hash(data: Array(effect.utf8)).prefix(15))[...]
        var text = ""
        while digest.count >= 5 {
            let group = digest.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            for shift in stride(from: 35, through: 0, by: -5) {
                text.append(alphabet[Int(group >> UInt64(shift) & 31)])
            }
            digest = digest.dropFirst(5)
        }
        return text
    }
}
