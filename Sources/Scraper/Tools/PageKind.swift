/// What a page is for, as far as it decides which roles have to be found there. Pure.
enum PageKind: Equatable, Sendable {
    case signIn, list, conversation

    /// - Parameter conversation: the one that the page shows, if it shows one.
    init(state: PageScript.State, conversation: String?) {
        if !state.isSignedIn, state.hasLoginForm || state.canOpenLogin {
            self = .signIn
        } else {
            self = conversation == nil ? .list : .conversation
        }
    }

    /// The roles without which such a page of a site cannot be used.
    func expected(of form: SelectorPack.Form) -> [Role] {
        switch self {
        case .signIn: []
        case .list:
            [.signedIn] + Role.required(for: form).filter { [.list, .row, .rowLink, .rowID, .rowName].contains($0) }
        case .conversation: [.signedIn, .bubble, .bubbleText, .textBox, .send]
        }
    }
}
