import Messaging
import Mongo
import Shared
import Store
import TestSupport

extension TestDatabase {
    /// Two views of one database of its own: the scraper's and the AI worker's.
    static func with(_ body: (_ scraper: Store, _ worker: Store) async throws -> Void) async throws {
        try await with(.aiWorker) { worker in try await body(Store(service: .scraper, client: worker.client), worker) }
    }
}

let dana = ConversationReference(id: "meetme:7", name: "Dana")

func message(_ ordinal: Int64, _ text: String = "hi", _ direction: ChatMessage.Direction = .incoming) -> ChatMessage {
    ChatMessage(
        id: "\(dana.id)#\(ordinal)", conversation: dana, ordinal: ordinal, direction: direction, author: "x",
        text: text,
        sentAt: nil, observedAt: .now)
}

extension Store {
    /// Stores a message as the scraper does and gives the event that tells of it, as it is delivered.
    func appended(_ message: ChatMessage, draft: String? = nil) async throws -> Delivery {
        let header = try await write { try $0.append(message, draft: draft) }
        switch message.direction {
        case .incoming: return try delivery(Event(header: header, data: MessageReceived(message: message)))
        case .outgoing: return try delivery(Event(header: header, data: MessageSent(message: message, draft: draft)))
        }
    }

    func drafts() async throws -> [DraftDocument] { try await read { try $0.offeredDrafts(of: dana.id) } }

    /// The events in the outbox of this service, in the order they were written.
    func emitted() async throws -> [EventHeader] {
        struct Row: Decodable { var body: [UInt8] }
        return try await client.run { session in
            try session.collection("outbox").find(
                as: Row.self, filter: ["producer": .string(ServiceName.aiWorker.rawValue)], sort: ["_id": 1],
                limit: 1000
            )
            .map { try EventCoding.decodeHeader(from: $0.body) }
        }
    }
}

func delivery<Payload>(_ event: Event<Payload>, attempt: Int = 1) throws -> Delivery {
    Delivery(message: try Message(event), attempt: attempt, isRedelivered: false, queue: "q")
}
