import Messaging

/// Why the AI service gave no completion. Safe to show: it quotes neither a prompt, nor an answer, nor a key.
struct AIServiceError: Error, Equatable, CustomStringConvertible {
    enum Code: String, CaseIterable, Sendable {
        /// No answer: the name has no address, the connection fails, the certificate is not trusted.
        case unreachable
        case timeout
        /// 401.
        case wrongKey
        /// 403.
        case forbidden
        /// The address leads to something that has no chat completions.
        case wrongAddress
        case wrongModel
        /// A request field that the model does not take.
        case wrongSetting
        /// The account has no money left.
        case quotaUsedUp
        case rateLimited
        /// 408, 409 and 5xx, a model that is being loaded included.
        case busy
        /// An answer that cannot be read.
        case unreadableAnswer
        case contextTooLong
        /// The service's own filter refuses the conversation.
        case contentRefused
        /// Any other refusal.
        case refused
    }

    let code: Code
    /// What happened and what to do about it.
    let message: String
    let status: Int?
    /// What the service asked for.
    let requestedDelay: Duration?
    /// What the service says about trying again; nil when it says nothing.
    let peerWantsRetry: Bool?

    init(
        _ code: Code, _ message: String, status: Int? = nil, requestedDelay: Duration? = nil,
        peerWantsRetry: Bool? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.requestedDelay = requestedDelay
        self.peerWantsRetry = peerWantsRetry
    }

    var description: String { message }

    /// Whether a person has to change a setting, or pay, before any request can succeed.
    var isSettingFault: Bool {
        switch code {
        case .wrongKey, .forbidden, .wrongAddress, .wrongModel, .wrongSetting, .quotaUsedUp: true
        default: false
        }
    }

    /// Whether the same request may succeed within seconds.
    var isTransient: Bool {
        if let peerWantsRetry { return peerWantsRetry }
        return switch code {
        case .unreachable, .timeout, .rateLimited, .busy, .unreadableAnswer: true
        default: false
        }
    }
}

extension AIServiceError: RetryAdvice {
    /// A setting is not the event's fault: the event waits until somebody has mended it. What the service refuses
    /// because of the conversation itself stays refused.
    var isRetriable: Bool { isTransient || isSettingFault }

    /// Five minutes leave time to mend a setting, and use up the attempts in more than half an hour.
    var retryAfter: Duration? { requestedDelay ?? (isSettingFault ? .seconds(300) : nil) }

    var reason: String { message }
}
