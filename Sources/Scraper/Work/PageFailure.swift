/// What went wrong on a page that is worth a look afterwards.
struct PageFailure: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        /// A role was not found, so that nothing could be read.
        case reading
        /// A role was found elsewhere, and is not certain yet.
        case healing
        /// A reply could not be typed or sent, for certain.
        case typing
        /// A reply may have been sent.
        case ambiguous
        /// Only a person can sign in.
        case signIn = "sign-in"
    }

    var kind: Kind
    /// What was looked for; nil when it is no single role.
    var role: Role?

    /// Letters, digits and `-`: part of a file's name.
    var slug: String { role.map { "\(kind.rawValue)-\($0.rawValue)" } ?? kind.rawValue }
}

extension TypingResult {
    /// Why the page is worth a look; nil when it did what it should.
    var failure: PageFailure? {
        switch self {
        case .delivered, .outOfDate, .handTyping: nil
        case .notTyped: PageFailure(kind: .typing, role: .send)
        case .ambiguous: PageFailure(kind: .ambiguous, role: .send)
        }
    }
}
