public import Shared

/// Turns deliveries into typed events and gives each to the handler of its type.
///
/// A type without a handler, bytes that cannot be decoded, properties that are not the event's and an unknown major
/// version are given up at once: no retry changes them. The reason says what is wrong and quotes nothing of the event.
/// What a handler throws is judged by the failure policy.
public struct EventRouter: Sendable {
    private struct Route: Sendable {
        var handle: @Sendable (Delivery) async throws -> Outcome
        /// Nil when nobody wants to know.
        var givingUp: (@Sendable (Delivery, String) async throws -> Void)?
    }

    private var routes: [String: Route] = [:]
    private let failures: FailureHandling

    public init(failures: FailureHandling = FailureHandling()) { self.failures = failures }

    /// The events this router handles.
    public var types: [EventName] { EventName.allCases.filter { routes[$0.type] != nil } }

    /// Handles one type of event. A handler that returns is done; one that throws is retried or given up.
    ///
    /// - Parameter givingUp: called once a handled event is to be put aside for good, with the reason, before it is:
    ///   the place to tell whoever waits for it. While it throws, the event is kept and both are tried again.
    public mutating func on<Payload>(
        _ payload: Payload.Type, _ handle: @escaping @Sendable (Event<Payload>, Delivery) async throws -> Void,
        givingUp: (@Sendable (Event<Payload>, _ reason: String) async throws -> Void)? = nil
    ) {
        let route = Route { delivery in
            let message = delivery.message
            if let fault = EnvelopeCheck.fault(of: message) { return .giveUp(reason: "undecodable: \(fault)") }
            let event: Event<Payload>
            do {
                event = try EventCoding.decode(Event<Payload>.self, from: message.body)
            } catch {
                return .giveUp(reason: "undecodable: \(Self.explain(error))")
            }
            if let fault = EnvelopeCheck.fault(of: message, around: event.header) {
                return .giveUp(reason: "undecodable: \(fault)")
            }
            try await handle(event, delivery)
            return .done
        }
        routes[Payload.name.type] = route
        guard let givingUp else { return }
        routes[Payload.name.type]?.givingUp = { delivery, reason in
            try await givingUp(EventCoding.decode(Event<Payload>.self, from: delivery.message.body), reason)
        }
    }

    public func handle(_ delivery: Delivery) async -> Outcome {
        guard let route = routes[delivery.message.type] else {
            return .giveUp(reason: Self.unroutable(delivery.message.type))
        }
        FailPoint.reach(.handlerBefore)
        do {
            return try await route.handle(delivery)
        } catch {
            let outcome = failures.outcome(of: error, handling: delivery)
            guard case .giveUp(let reason) = outcome, let givingUp = route.givingUp else { return outcome }
            do {
                try await givingUp(delivery, reason)
                return outcome
            } catch {
                return .wait(Self.tellingAgain, reason: "it is given up, and that could not be told yet")
            }
        }
    }

    /// What keeps a failure from being told is as a rule a database that is away.
    private static let tellingAgain = Duration.seconds(30)

    private static func unroutable(_ type: String) -> String {
        if type.isEmpty { return "the message has no type" }
        do throws(EventTypeError) {
            return "no handler for \(try EventName(type: type).rawValue) here"
        } catch {
            return error.description
        }
    }

    /// Coding paths say where; the debug descriptions of Foundation may quote the content, so they are left out.
    private static func explain(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? "the event" : path
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context): "\(path(context)) has no \(key.stringValue)"
        case DecodingError.typeMismatch(_, let context): "\(path(context)) has another type"
        case DecodingError.valueNotFound(_, let context): "\(path(context)) is null"
        case DecodingError.dataCorrupted(let context): "\(path(context)) is malformed"
        case is EventTypeError: "the event is of another type than its properties say"
        default: "not an event"
        }
    }
}
