import Logging
import Messaging
import Mongo
import Shared
import Store
import Synchronization
import TestSupport

@testable import AIWorker

extension TestDatabase {
    /// Two views of one database of its own: the scraper's and the AI worker's.
    static func with(_ body: (_ scraper: Store, _ worker: Store) async throws -> Void) async throws {
        try await with(.aiWorker, declaring: AIWorkerMain.collections) { worker in
            try await body(Store(service: .scraper, client: worker.client), worker)
        }
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

/// A model that answers with its number, does something first if told to, and fails while told to.
final class Model: Sendable {
    private let state = Mutex<(asked: [[PromptMessage]], error: AIServiceError?, notes: [AIServiceError?])>(
        ([], nil, []))
    let answer: Completion?
    let meanwhile: @Sendable () async throws -> Void

    /// - Parameter answer: instead of its number.
    init(answer: Completion? = nil, meanwhile: @escaping @Sendable () async throws -> Void = {}) {
        self.answer = answer
        self.meanwhile = meanwhile
    }

    var asked: [[PromptMessage]] { state.withLock { $0.asked } }
    var notes: [AIServiceError?] { state.withLock { $0.notes } }
    func fail(_ error: AIServiceError?) { state.withLock { $0.error = error } }
    func note(_ error: AIServiceError?) { state.withLock { $0.notes.append(error) } }

    func complete(_ messages: [PromptMessage]) async throws -> Completion {
        let (count, error) = state.withLock { state in
            state.asked.append(messages)
            return (state.asked.count, state.error)
        }
        try await meanwhile()
        if let error { throw error }
        return answer ?? Completion(text: "Answer \(count)", isRefusal: false, finish: .stop, model: "m-1")
    }

    /// The handlers of a service that asks this model.
    func router(
        _ store: Store, history: Int = 20, quiet: QuietTime = QuietTime(quiet: .zero, longest: .zero),
        budget: Budget = Budget(), automatic: AutomaticReplies? = nil, watch: ConversationWatch = ConversationWatch(),
        summaries: Summaries? = nil,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> EventRouter {
        let automatic =
            automatic
            ?? AutomaticReplies(
                isAllowed: false, disclosure: "(AI)", perConversation: 20, perHour: 30, budget: budget)
        let drafting = Drafting(
            store: store, maker: DraftMaker(prompt: Prompt(persona: nil, canary: "qwertzuiopas"), rules: .shipped),
            historyMessages: history, quiet: quiet, budget: budget, automatic: automatic, watch: watch,
            summaries: summaries, sleep: sleep, noted: { self.note($0) }, complete: { try await self.complete($0) })
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return MessageHandlers(store: store, drafting: drafting, logger: logger).router
    }
}
