/// Where a script runs in a document.
///
/// Every world sees the same DOM. The page's own scripts and whatever they changed (prototypes, globals) exist only in
/// the main world, so what must not be fooled by a page reads and writes from an isolated one.
public struct World: Hashable, Sendable {
    /// Nil for the main world.
    let name: String?

    /// The page's own world.
    public static let main = World(name: nil)

    /// A world of ours by that name, made anew in every document.
    public static func isolated(_ name: String) -> World { World(name: name) }

    /// The isolated world that calls use unless told otherwise.
    public static let utility = World(name: "utility")
}
