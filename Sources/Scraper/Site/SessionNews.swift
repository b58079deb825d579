import Shared

/// How the session stands, and what a person must do and may answer.
struct SessionNews: Sendable, Equatable {
    var state: SessionState
    /// What to do, in words; nil when nothing is needed.
    var action: String?
    /// The most that an answer can be; nil when none is waited for.
    var awaits: SessionAnswer?
    /// What the page shows, masked.
    var picture: PagePicture?

    init(_ state: SessionState, _ action: String?, awaits: SessionAnswer? = nil, picture: PagePicture? = nil) {
        self.state = state
        self.action = action
        self.awaits = awaits
        self.picture = picture
    }
}

/// What only a person can mend.
struct NeedsPerson: Error {
    let state: SessionState
    /// What to do, in words.
    let action: String
    /// See ``SessionNews/awaits``.
    var awaits: SessionAnswer?
    var picture: PagePicture?

    var news: SessionNews { SessionNews(state, action, awaits: awaits, picture: picture) }
}

extension SiteError {
    /// What everything that has to touch a page ends with while a person is waited for.
    static let needsPerson = SiteError(
        .needsPerson, "the site waits for a person's answer, or has suspended the account; nothing is typed meanwhile")
}
