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

import struct FoundationEssentials.Date

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
    private let http: HTTPClient
    private let channel: String

    static func with(
        token: String = DiscordSandbox.token, channel: String = DiscordSandbox.channel, prefix: String? = "!r",
        policy: OperatorPolicy = OperatorPolicy(operatorRoles: [], ownerRoles: []),
        switchedOff: Bool = false, heartbeat: Duration? = nil, now: @escaping @Sendable () -> Timestamp = { .now },
        _ body: @escaping @Sendable (RelayDesk) async throws -> Void
    ) async throws {
        try await TestDatabase.with(
            .discordRelay,
            declaring: [
                ThreadDocument.declaration, CardDocument.declaration, ScreenshotDocument.declaration,
                SessionAnswerDocument.declaration, AttachmentDocument.declaration, PostDocument.declaration,
                PostingDocument.declaration, NoticeDocument.declaration, IdentifyDocument.declaration,
            ] + OperatorDesk.collections
        ) { store in
            try await DiscordSandbox.with(switchedOff: switchedOff, heartbeat: heartbeat) { discord in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let http = HTTPClient()
                    group.addTask { try await http.run() }
                    defer { http.close() }
                    try await body(RelayDesk(discord, store, http, token, channel, prefix, policy, now))
                }
            }
        }
    }

    private init(
        _ discord: DiscordSandbox, _ store: Store, _ http: HTTPClient, _ token: String, _ channel: String,
        _ prefix: String?, _ policy: OperatorPolicy, _ now: @escaping @Sendable () -> Timestamp
    ) {
        self.discord = discord
        self.store = store
        self.http = http
        self.channel = channel
        scraper = Store(service: .scraper, client: store.client)
        worker = Store(service: .aiWorker, client: store.client)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let health = HealthRegistry()
        self.health = health
        client = DiscordClient(http: http, base: discord.api, token: Secret(token))
        let threads = ThreadKeeper(discord: client, store: store, channel: channel)
        let relay = Relay(discord: client, threads: threads, store: store, logger: logger)
        let desk = OperatorDesk(
            discord: client, relay: relay, store: store, channel: channel, prefix: prefix, policy: policy,
            logger: logger, now: now)
        operators = desk
        let handled = HandledCount()
        self.handled = handled
        let answers = AnswerHandler(discord: client, store: store, logger: logger)
        let place = OperationsPlace(discord: client, store: store, channel: channel)
        router = .discord(
            relay, operations: OperationsPost(discord: client, place: place, store: store),
            erasure: ThreadErasure(discord: client, threads: threads, store: store, channel: channel), store: store)
        gateway = Gateway(
            discord: client, token: Secret(token), plainHosts: [], identifies: IdentifyLedger(store: store),
            health: health, logger: logger,
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
            }, messagesGranted: desk.messagesGranted, listening: desk.ears)
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
                try await operators.listen()
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

    /// Told as any service does that has something to tell of itself, and given to the relay twice.
    func alert<Payload: EventPayload>(_ payload: Payload) async throws {
        let header = try await worker.write { try $0.emit(payload, topic: "operations") }
        let event = try delivery(Event(header: header, data: payload))
        #expect(await router.handle(event) == .done)
        #expect(await router.handle(event) == .done)
    }

    /// The relay forgets in which thread a conversation is, but not that it has made one or tried to.
    func forgetThread(of conversation: ConversationReference, wasAttempted: Bool) async throws {
        try await store.client.run { session in
            _ = try session.collection(ThreadDocument.collection).deleteOne(["_id": .string(conversation.id)])
            guard wasAttempted else { return }
            _ = try session.collection("effects").updateMany(
                ["_id": ["$regex": "^discord.thread:"]], ["$set": ["state": "attempted"], "$unset": ["doneAt": ""]])
        }
    }

    /// Another process with the same database and channel: nothing is remembered but what is stored.
    func restarted(now: @escaping @Sendable () -> Timestamp = { .now }) -> RelayDesk {
        RelayDesk(
            discord, store, http, DiscordSandbox.token, channel, "!r",
            OperatorPolicy(operatorRoles: [], ownerRoles: []), now)
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

    /// All are stored before any is given to the relay.
    func writeAll(_ texts: [String], from ordinal: Int64 = 1) async throws -> [Delivery] {
        var deliveries: [Delivery] = []
        for (number, text) in texts.enumerated() { deliveries.append(try await write(text, ordinal + Int64(number))) }
        return deliveries
    }

    /// All in one transaction, as the scraper stores what it reads in one look.
    func writeAtOnce(
        _ texts: [String], from ordinal: Int64, in conversation: ConversationReference
    ) async throws -> [Delivery] {
        let messages = texts.enumerated().map { number, text in
            let ordinal = ordinal + Int64(number)
            return ChatMessage(
                id: "\(conversation.id)#\(ordinal)", conversation: conversation, ordinal: ordinal, direction: .incoming,
                author: conversation.name, text: text, sentAt: nil, observedAt: .now)
        }
        let headers = try await scraper.write { transaction in try messages.map { try transaction.append($0) } }
        return try zip(headers, messages).map { try delivery(Event(header: $0, data: MessageReceived(message: $1))) }
    }

    /// Gives a delivery to the relay until it is done, as the broker does what is put off or failed for a while.
    func settle(_ delivery: Delivery) async throws {
        for _ in 0..<20 {
            switch await router.handle(delivery) {
            case .done: return
            case .wait(let delay, _), .retry(let delay, _): try await Task.sleep(for: delay)
            case .giveUp(let reason):
                Issue.record("it was given up: \(reason)")
                return
            }
        }
        Issue.record("it was never done")
    }

    /// A message changes on the page: stored as the scraper does, and given to the relay as the broker does.
    func edit(_ ordinal: Int64, to text: String) async throws -> Delivery {
        let header = try await scraper.write { try $0.edit("\(dana.id)#\(ordinal)", in: dana, to: text, at: .now) }
        return try await stored(try #require(header))
    }

    func delete(_ ordinal: Int64) async throws -> Delivery {
        let header = try await scraper.write { try $0.delete("\(dana.id)#\(ordinal)", in: dana, at: .now) }
        return try await stored(try #require(header))
    }

    /// An event as its outbox has it.
    func stored(_ header: EventHeader) async throws -> Delivery {
        struct Row: Decodable { var body: [UInt8] }
        let row = try await store.client.run { session in
            try session.collection("outbox").findOne(as: Row.self, filter: ["_id": .string(header.id)])
        }
        let body = try #require(row).body
        let message: Message
        switch header.name {
        case .messageEdited: message = try Message(EventCoding.decode(Event<MessageEdited>.self, from: body))
        case .replyDrafted: message = try Message(EventCoding.decode(Event<ReplyDrafted>.self, from: body))
        default: message = try Message(EventCoding.decode(Event<MessageDeleted>.self, from: body))
        }
        return Delivery(message: message, attempt: 1, isRedelivered: false, queue: "q")
    }

    /// Discord's id of what shows each event.
    func externalIDs(of events: [Delivery]) async throws -> [String?] {
        try await store.read { transaction in
            try events.map { event in
                guard case .done(let id) = try transaction.standing(ofEffect: "discord.message:\(event.message.id):0")
                else { return nil }
                return id
            }
        }
    }

    /// Everything attempted was attempted earlier by so many seconds.
    func age(by seconds: Double) async throws {
        try await store.client.run { session in
            for (name, field) in [("effects", "attemptedAt"), ("discord_posting", "at")] {
                _ = try session.collection(name).updateMany(
                    [field: ["$exists": true]], ["$set": [field: .date(Date().addingTimeInterval(-seconds))]])
            }
        }
    }

    /// A newer draft takes a draft's place.
    func void(_ draft: String) async throws -> Delivery {
        let voided = ReplyVoided(draft: draft, conversation: dana, reason: .superseded)
        let header = try await worker.write { transaction in
            _ = try transaction.move(draft: draft, from: [.offered], to: .voided, by: nil)
            return try transaction.emit(voided, conversation: dana)
        }
        return try delivery(Event(header: header, data: voided))
    }

    /// A draft that answers the latest message; the relay is not given it.
    @discardableResult
    func offerLater(_ text: String) async throws -> EventHeader {
        try await worker.write { transaction in
            let drafted = ReplyDrafted(
                draft: EventID.make(), conversation: dana, text: text, textHash: TextHash.of(text),
                answers: try transaction.conversation(dana.id)?.lastMessageSequence ?? 0, message: "\(dana.id)#1",
                model: "m", held: nil)
            return try transaction.offer(drafted)
        }
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
