/// A word that nobody writes by chance.
enum Canary {
    /// Twelve letters, new for each process.
    static func make() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz")
        return String((0..<12).map { _ in letters[Int.random(in: letters.indices)] })
    }
}
