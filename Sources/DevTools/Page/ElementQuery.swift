/// How to find one element in the document.
public struct ElementQuery: Sendable {
    let declaration: String
    let arguments: [any Encodable & Sendable]
    let world: World

    /// The first element that matches a CSS selector.
    public static func selector(_ css: String) -> ElementQuery {
        ElementQuery(
            declaration: "(css) => document.querySelector(css)", arguments: [css], world: .utility)
    }

    /// The element that a function returns; null means that there is none.
    /// - Parameter declaration: a constant of the program; what varies goes into `arguments`.
    public static func function(
        _ declaration: String, arguments: [any Encodable & Sendable] = [], in world: World = .utility
    ) -> ElementQuery {
        ElementQuery(declaration: declaration, arguments: arguments, world: world)
    }
}
