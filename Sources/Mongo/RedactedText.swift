/// Takes what a document may hold out of a server's message.
///
/// The server quotes values in braces (`dup key: { email: "…" }`), brackets and quotation marks. What is left says
/// which rule was broken and names operators, collections and indexes.
enum RedactedText {
    /// The most characters that are kept; a message never needs more to say what is wrong.
    static let limit = 240

    private static let pairs: [Character: Character] = [
        "{": "}", "[": "]", "\"": "\"", "'": "'", "`": "`",
    ]

    static func of(_ message: String) -> String {
        var result = ""
        var open: [Character] = []
        var previous: Character = " "
        for character in message {
            defer { previous = character }
            if let last = open.last {
                let isNested = last == "}" || last == "]"
                if character == last {
                    open.removeLast()
                    if open.isEmpty { result.append(character) }
                } else if isNested, let close = pairs[character] {
                    open.append(close)
                }
                continue
            }
            // An apostrophe inside of a word ("can't") quotes nothing.
            let isApostrophe = character == "'" && (previous.isLetter || previous.isNumber)
            result.append(character)
            if let close = pairs[character], !isApostrophe {
                open.append(close)
                result.append("…")
            }
        }
        return result.count > limit ? "\(result.prefix(limit))…" : result
    }
}
