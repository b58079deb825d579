import Messaging

/// Why a completion is no reply. Asking again would cost money for the same result, except once for an empty one.
struct NoDraft: Error, Equatable, CustomStringConvertible {
    enum Cause: String, CaseIterable, Sendable { case empty, cutOff, tooLong, filtered, refused, toolCall }

    let cause: Cause

    init(_ cause: Cause) { self.cause = cause }

    var description: String {
        switch cause {
        case .empty: "the AI service answered with nothing"
        case .cutOff: "the draft was cut off: raise SWITCHBOARD_AI_MAX_TOKENS, or tell the model to be brief"
        case .tooLong: "the draft is longer than \(DraftText.maximumLength) characters: tell the model to be brief"
        case .filtered: "the AI service's filter held the draft back"
        case .refused: "the model refuses to answer this conversation"
        case .toolCall: "the model wanted to call a tool, and there are none: use another model"
        }
    }
}

extension NoDraft: RetryAdvice {
    var isRetriable: Bool { false }
    var retryAfter: Duration? { nil }
    var reason: String { description }
}
