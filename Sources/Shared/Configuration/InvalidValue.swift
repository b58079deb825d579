/// Why a text is no value of a variable: a sentence that goes on from the variable's name.
///
/// It never quotes a secret or an address; anything else only through ``quoting(_:)``.
public struct InvalidValue: Error, Equatable {
    public let problem: String

    public init(_ problem: String) { self.problem = problem }

    /// At most 40 characters of what was given, in quotes, so that a pasted file does not fill the screen.
    static func quoting(_ text: String) -> String {
        let shown = text.prefix(40).map { $0.isNewline ? " " : $0 }
        return "\"\(String(shown))\(text.count > 40 ? "…" : "")\""
    }
}
