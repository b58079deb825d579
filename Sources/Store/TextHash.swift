import Crypto

/// What approval is bound to: SHA-256 of a text in UTF-8, in lower-case hex.
public enum TextHash {
    public static func of(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        return String(SHA256.hash(data: Array(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
