/// What an element has to be for a candidate to mean it. One that is not is passed over, and the next candidate is tried.
enum Invariant: String, Codable, Sendable, CaseIterable {
    /// No other element that the candidate leads to is all that it must be: two that might be meant are none.
    case one
    case visible
    /// Text can be typed into it: a text field, a text area, an editable element.
    case editable
    /// What is read of it is a time.
    case time
    /// What is read of it is the name that the conversation's page shows; in bubbles of the account's owner, any name.
    case participant
}

extension Role {
    /// What holds for the role where a pack says nothing else.
    var invariants: [Invariant] {
        switch self {
        case .loginUsername, .loginPassword: [.visible, .editable]
        case .textBox: [.visible, .editable, .one]
        case .send: [.visible, .one]
        case .rowTime, .bubbleTime: [.time]
        default: []
        }
    }
}
