import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

extension VariableType<[String]> {
    /// Command line switches: between spaces, or between commas (`--a,--b`), or a JSON array of texts.
    ///
    /// A comma splits only in front of a `-`: switches such as `--window-size=1280,900` hold commas of their own.
    public static func arguments(maximumCount: Int = 100) -> Self {
        VariableType(
            name: "list", limits: "switches that start with -",
            read: { text, _ throws(InvalidValue) in
                let words = try split(text)
                guard words.count <= maximumCount else {
                    throw InvalidValue("has \(words.count) values; at most \(maximumCount) are allowed")
                }
                if let wrong = words.first(where: { !$0.hasPrefix("-") }) {
                    throw InvalidValue("holds \(InvalidValue.quoting(wrong)), which does not start with -")
                }
                return words
            }, write: { $0.joined(separator: " ") })
    }

    private static func split(_ text: String) throws(InvalidValue) -> [String] {
        let text = DotEnvScanner.trimmed(text)
        if text.hasPrefix("[") {
            guard let words = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
                throw InvalidValue("starts with [ but is not a JSON array of texts")
            }
            return words
        }
        var words: [String] = []
        for part in text.split(whereSeparator: \.isWhitespace) {
            for piece in part.split(separator: ",") {
                let continues = !piece.hasPrefix("-") && !words.isEmpty && piece.startIndex != part.startIndex
                if continues { words[words.count - 1] += ",\(piece)" } else { words.append(String(piece)) }
            }
        }
        return words
    }
}
