/// What somebody sends with a message, and how its address answers.
enum Attached: String, Sendable, CaseIterable {
    /// A small PNG.
    case picture
    /// A PNG of more than six million bytes.
    case large
    /// A text to download.
    case file
    /// It was taken away: 404.
    case gone
    /// A page that says to sign in stands there, with status 200.
    case page
    /// 503 for the first two times.
    case late
    /// On another host.
    case foreign

    /// How the page shows it.
    var kind: String { self == .file ? "file" : "image" }
}
