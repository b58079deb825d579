import FoundationEssentials

/// What a page is for, as far as it decides which roles have to be found there. Pure.
enum PageKind: Equatable, Sendable {
    case signIn, list, conversation

    init(state: PageScript.State, address: String, pack: SelectorPack) {
        if !state.isSignedIn, state.hasLoginForm || state.canOpenLogin {
            self = .signIn
        } else {
            self = Self.conversation(in: address, pack) == nil ? .list : .conversation
        }
    }

    /// The roles without which such a page cannot be used.
    var expected: [Role] {
        switch self {
        case .signIn: []
        case .list: [.signedIn, .list, .row, .rowLink, .rowName]
        case .conversation: [.signedIn, .bubble, .bubbleText, .textBox, .send]
        }
    }

    /// The id of the conversation that an address leads to.
    static func conversation(in address: String, _ pack: SelectorPack) -> String? {
        guard let pattern = try? Regex(pack.urls.conversationID), let match = address.firstMatch(of: pattern),
            match.output.count > 1
        else { return nil }
        return match.output[1].substring.map(String.init)
    }
}
