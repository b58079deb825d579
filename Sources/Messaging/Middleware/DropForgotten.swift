/// Ends every event of a conversation that is forgotten, whatever kept it so long: a delay, a redelivery, an outbox, an
/// operator who took it out of the dead letters. Nothing is done with it, and nothing remembers it.
///
/// Only events that have a place in a conversation are looked up: what asks for the erasure itself has none.
public struct DropForgotten: Middleware {
    private let forgotten: any ForgottenConversations

    public init(_ forgotten: any ForgottenConversations) { self.forgotten = forgotten }

    public func handle(_ delivery: Delivery, next: Handler) async -> Outcome {
        guard delivery.message.sequence != nil else { return await next(delivery) }
        do {
            if try await forgotten.contains(delivery.message.conversation) { return .done }
        } catch {
            return .wait(Self.storeAway, reason: "who is forgotten could not be looked up: is the database up?")
        }
        return await next(delivery)
    }

    private static let storeAway = Duration.seconds(5)
}
