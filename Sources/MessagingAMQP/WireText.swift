import AMQP

/// What other programs wrote into properties and headers, made fit to be published again: a message that cannot be put
/// aside would come back for ever.
enum WireText {
    /// The longest property, and the longest header of ours, in bytes.
    static let longest = 255

    /// As much of the text's beginning as has so many bytes at most, in whole characters.
    static func cut(_ text: String, to limit: Int = longest) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}

extension String? {
    /// A property that fits the wire again: it grew where bytes that are not UTF-8 were replaced.
    var fitting: String { map { WireText.cut($0) } ?? "" }
}

extension [String: AMQPValue] {
    /// A header of ours, if it is a text and no longer than we write any.
    func shortText(_ key: String) -> String? {
        guard case .string(let text)? = self[key], text.utf8.count <= WireText.longest else { return nil }
        return text
    }
}
