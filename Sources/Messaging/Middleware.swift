/// One concern around every handler. `next` is called at most once.
public protocol Middleware: Sendable {
    func handle(_ delivery: Delivery, next: Handler) async -> Outcome
}

extension Array where Element == any Middleware {
    /// The first middleware is the outermost.
    public func wrap(_ handler: @escaping Handler) -> Handler {
        reversed().reduce(handler) { next, middleware in
            { delivery in await middleware.handle(delivery, next: next) }
        }
    }
}
