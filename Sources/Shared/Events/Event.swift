/// One event: a CloudEvents 1.0 envelope around a typed payload, JSON in structured mode.
public struct Event<Payload: EventPayload>: Sendable, Equatable {
    public var header: EventHeader
    public var data: Payload

    public init(header: EventHeader, data: Payload) {
        self.header = header
        self.data = data
    }

    public var id: String { header.id }
    public var conversation: String { header.conversation }
}
