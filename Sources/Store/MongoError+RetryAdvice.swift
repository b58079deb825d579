public import Messaging
public import Mongo

extension MongoError: RetryAdvice {
    public var retryAfter: Duration? { nil }
    public var reason: String { description }
}

extension StoreError: RetryAdvice {
    public var isRetriable: Bool {
        if case .outcomeUnknown = self { true } else { false }
    }
    public var retryAfter: Duration? { nil }
    public var reason: String { description }
}
