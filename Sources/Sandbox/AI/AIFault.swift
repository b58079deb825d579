/// What only this peer can get wrong.
extension FaultKind {
    /// 429 with code `insufficient_quota`, which no waiting mends.
    static let quotaExceeded = FaultKind("quota-exceeded")
    /// The answer is cut: finish_reason `length`.
    static let answerCut = FaultKind("answer-cut")
    /// The answer is empty, finish_reason `stop`.
    static let answerEmpty = FaultKind("answer-empty")
    /// A stream that ends in the middle with `data: {"error": …}` under status 200.
    static let streamError = FaultKind("stream-error")
    /// A stream that ends in the middle, without finish_reason and `[DONE]`.
    static let streamCut = FaultKind("stream-cut")
}

extension AIFailure {
    /// The refusal that `fault` makes of every request, nil for faults of the answer itself.
    init?(_ fault: FaultKind?, key: String) {
        switch fault {
        case .serverError: self = .serverError
        case .unavailable: self = .overloaded
        case .unauthorized: self = .wrongKey(key)
        case .rateLimited: self = .rateLimited("requests per min (RPM)", model: "this model", seconds: 1.2)
        case .quotaExceeded: self = .quotaExceeded
        default: return nil
        }
    }
}
