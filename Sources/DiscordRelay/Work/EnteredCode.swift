import Shared

/// A code as a person entered it. Pure.
enum EnteredCode {
    /// Far more than any site's.
    static let maximumLength = 64

    /// Without the spaces around it; nil for what is no code: nothing, too much, or what a keyboard does not type.
    static func read(_ entered: Secret) -> Secret? {
        var code = entered.reveal()[...]
        while code.first?.isWhitespace == true { code = code.dropFirst() }
        while code.last?.isWhitespace == true { code = code.dropLast() }
        guard !code.isEmpty, code.count <= maximumLength,
            code.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return Secret(String(code))
    }
}
