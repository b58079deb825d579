/// What an element of the page is for. A pack says how each is found.
enum Role: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    // Signing in.
    /// Opens the sign-in form, where it is not simply there.
    case loginOpen
    case loginUsername, loginPassword, loginSubmit
    /// The site's own words when it refuses a sign-in.
    case loginError
    /// What only a person can answer: a captcha, a second factor.
    case challenge
    /// Where a code is typed that a person gave as the answer, and what sends it.
    case challengeCode, challengeSubmit
    /// Says that the account is closed or suspended. It counts only where nobody is signed in.
    case banned
    /// Shown only to somebody who is signed in. An address proves nothing.
    case signedIn

    // The list of conversations. All but the first two are looked for within a row.
    case list, row
    /// Its `href` holds the conversation's id.
    case rowLink
    /// Read as the conversation's id, where rows have no link.
    case rowID
    case rowName, rowTime, rowPreview
    /// There, and visible, only in a row with something unread.
    case rowUnread
    /// Marks a row whose content has not come yet.
    case rowPending
    /// What scrolls the list, where rows out of view are not on the page.
    case listScroller

    // One conversation.
    /// Read as the id of the conversation that is shown, where the page's address does not tell it.
    case conversationShown
    case conversationName
    // Those named bubble… are looked for within a bubble, or are the bubble itself.
    case bubble, bubbleAuthor, bubbleText, bubbleTime
    /// The site's own id of the message, where it has one.
    case bubbleID
    /// Marks a bubble of the account's owner.
    case bubbleOwn
    /// Marks a bubble that the site has not taken yet, or has refused. It is no message until the mark goes.
    case bubblePending
    /// Marks a bubble whose text was changed by its writer.
    case bubbleEdited
    /// A picture, recording or file in a bubble; its `src` or `href`, or the candidate's attribute, is its address.
    case bubbleAttachment
    /// Marks what looks like a bubble and is none, such as "Liked your photo!".
    case systemNotice
    /// Shown in the place of bubbles when there are none.
    case emptyConversation
    /// Brings earlier messages; not visible when there are none.
    case loadEarlier
    /// What scrolls the messages, where those out of view are not on the page; earlier ones come by scrolling.
    case bubbleScroller
    /// Shown above the conversation's first message, and only there.
    case conversationStart
    case textBox, send
    /// The site's own words when it did not take a message.
    case sendError

    /// Something is clicked or typed there: the wrong element does harm that nothing undoes.
    var isActing: Bool {
        switch self {
        case .loginOpen, .loginUsername, .loginPassword, .loginSubmit, .challengeCode, .challengeSubmit, .loadEarlier,
            .textBox, .send:
            true
        default: false
        }
    }

    /// Without these nothing can be read or sent on any site.
    static let required: [Role] = [.signedIn, .bubble, .bubbleText, .bubbleOwn, .textBox, .send]

    /// Needed besides by the site's form: whether there is a sign-in, a list, and an address of each conversation.
    static func required(for form: SelectorPack.Form) -> [Role] {
        var roles = required
        if form.hasSignIn { roles += [.loginUsername, .loginPassword, .loginSubmit] }
        switch form.opening {
        case .address: roles += [.list, .row, .rowLink, .rowName]
        case .click: roles += [.list, .row, .rowID, .rowName, .conversationShown]
        case .only: break
        }
        return roles
    }
}
