import CurlHTTP
import Logging
import Messaging
import Mongo
import ServiceRuntime
import Shared
import Store
import Synchronization
import TestSupport
import Testing

@testable import DiscordRelay

/// The relay at work on the sandbox's Discord and a database of its own: everything but the broker.
struct RelayDesk: Sendable {
    static var isPossible: Bool { TestDatabase.isThere }
    static let impossible: Comment = "SWITCHBOARD_TEST_MONGODB_URI is not set"

    let discord: DiscordSandbox
    let router: EventRouter
    let gateway: Gateway
    let health: HealthRegistry
    let operators: OperatorDesk
    /// What people did, once it is carried out.
    let handled: HandledCount
    let client: DiscordClient
    /// The same database, as the services around the relay see it.
    let scraper: Store
    let worker: Store
    let store: Store

    static func with(
        token: String = DiscordSandbox.token, prefix: String? = "!r",
        policy: OperatorPolicy = OperatorPolicy(operatorRoles: [], ownerRoles: []),
        switchedOff: Bool = false,
        _ body: @escaping @Sendable (RelayDesk) async throws -> Void
    ) async throws {
        try await TestDatabase.with(
            .discordRelay,
            declaring: [
                ThreadDocument.declaration, CardDocument.declaration, ScreenshotDocument.declaration,
                SessionAnswerDocument.declaration, AttachmentDocument.declaration,
            ] + OperatorDesk.collections
        ) { store in
            try await DiscordSandbox.with(switchedOff: switchedOff) { discord in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let http = HTTPClient()
                    group.addTask { try await http.run() }
                    defer { http.close() }
                    try await body(RelayDesk(discord, store, http, token, prefix, policy))
                }
            }
        }
    }

    private init(
        _ discord: DiscordSandbox, _ store: Store, _ http: HTTPClient, _ token: String, _ prefix: String?,
        _ policy: OperatorPolicy
    ) {
        self.discord = discord
        self.store = store
        scraper = Store(service: .scraper, client: store.client)
        worker = Store(service: .aiWorker, client: store.client)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let health = HealthRegistry()
        self.health = health
        client = DiscordClient(http: http, base: discord.api, token: Secret(token))
        let threads = ThreadKeeper(discord: client, store: store, channel: DiscordSandbox.channel)
        let relay = Relay(discord: client, threads: threads, store: store, logger: logger)
        let desk = OperatorDesk(
            discord: client, relay: relay, store: store, channel: DiscordSandbox.channel, prefix: prefix,
            policy: policy,
            logger: logger)
        operators = desk
        let handled = HandledCount()
        self.handled = handled
        let answers = AnswerHandler(discord: client, store: store, logger: logger)
        router = .discord(
            relay, operations: OperationsPost(discord: client, channel: DiscordSandbox.channel), store: store)
        gateway = Gateway(
            discord: client, token: Secret(token), plainHosts: [], health: health, logger: logger,
            pressed: { press in
                if await desk.admits(press) {
                    await desk.handle(press)
                    await answers.handle(press)
                }
                handled.add()
            }, wantsMessages: desk.wantsMessages,
            called: { call in
                await desk.handle(call)
                handled.add()
            }, messagesGranted: desk.messagesGranted)
    }

    /// Runs the Gateway while `body` does, which begins when it is ready.
    func withGateway(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await gateway.run()
                return false
            }
            group.addTask {
                #expect(await eventually { health.isReady && !health.snapshot.isEmpty })
                try await body()
                return true
            }
            while let isDone = try await group.next(), !isDone {}
        }
    }

    /// The session changes: told as the scraper does, and given to the relay as the broker does.
    func tell(_ changed: SessionChanged, picture: ScreenshotDocument? = nil) async throws -> EventHeader {
        let header = try await scraper.write { transaction in
            if let picture { try transaction.add(picture) }
            return try transaction.emit(changed, topic: "session:\(changed.platform)")
        }
        let event = try delivery(Event(header: header, data: changed))
        #expect(await router.handle(event) == .done)
        // A repetition posts nothing.
        #expect(await router.handle(event) == .done)
        return header
    }

    /// Everything that the relay has in its outbox, as it is stored.
    func outbox() async throws -> [[UInt8]] {
        struct Row: Decodable { var body: [UInt8] }
        return try await store.client.run { session in
            try session.collection("outbox").find(
                as: Row.self, filter: ["producer": .string(ServiceName.discordRelay.rawValue)], sort: ["_id": 1],
                limit: 1000
            ).map(\.body)
        }
    }

    /// Somebody writes: stored as the scraper does, and given to the relay as the broker does.
    @discardableResult
    func write(
        _ text: String, _ ordinal: Int64, with attachments: [MessageAttachment]? = nil,
        in conversation: ConversationReference = dana
    ) async throws -> Delivery {
        let message = ChatMessage(
            id: "\(conversation.id)#\(ordinal)", conversation: conversation, ordinal: ordinal, direction: .incoming,
            author: conversation.name, text: text, sentAt: nil, observedAt: .now, attachments: attachments)
        let header = try await scraper.write { try $0.append(message) }
        return try delivery(Event(header: header, data: MessageReceived(message: message)))
    }

    /// A draft that answers the latest message, offered in Discord.
    func offer(_ text: String = "hello", in dana: ConversationReference = dana) async throws -> String {
        let id = EventID.make()
        let event = try await worker.write { transaction in
            let drafted = ReplyDrafted(
                draft: id, conversation: dana, text: text, textHash: TextHash.of(text),
                answers: try transaction.conversation(dana.id)?.lastMessageSequence ?? 0, message: "\(dana.id)#1",
                model: "m", held: nil)
            return Event(header: try transaction.offer(drafted), data: drafted)
        }
        #expect(await router.handle(try delivery(event)) == .done)
        return id
    }

    func state(of draft: String) async throws -> DraftDocument.State? {
        try await store.read { try $0.draft(draft)?.state }
    }

    /// The relay's own events, in the order they were written.
    func told() async throws -> [EventName] {
        struct Row: Decodable { var body: [UInt8] }
        return try await store.client.run { session in
            try session.collection("outbox").find(
                as: Row.self, filter: ["producer": .string(ServiceName.discordRelay.rawValue)], sort: ["_id": 1],
                limit: 1000
            ).map { try EventCoding.decodeHeader(from: $0.body).name }
        }
    }
}

final class HandledCount: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}

let dana = ConversationReference(id: "meetme:7", name: "Dana")

func delivery<Payload>(_ event: Event<Payload>, attempt: Int = 1) throws -> Delivery {
    Delivery(message: try Message(event), attempt: attempt, isRedelivered: attempt > 1, queue: "q")
}

/// Waits until a condition holds; false when it does not within the limit.
func eventually(within limit: Duration = .seconds(20), _ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}
