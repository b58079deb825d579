import Foundation

/// The chat platform: one account's inbox and the people who write to it.
///
/// Everything that changes goes through this actor, so the order in the ledger is the order that the page was told.
actor SitePeer: Peer {
    nonisolated let name = "site"
    nonisolated let prefixes = ["/site"]
    nonisolated let isRecorded = false
    nonisolated let faultKinds: Set<FaultKind> = [.serverError, .unavailable, .unauthorized, .sendRefused]

    /// How long the site takes to accept a message.
    static let sendLatency: ClosedRange<Duration> = .milliseconds(50)...(.milliseconds(150))
    /// Rows that the list shows; further conversations appear when something happens in them.
    static let rowLimit = 1000
    static let pageLimit = 50

    let clock: any SandboxClock
    let password: String
    let feed = LiveFeed()
    let driver: LoadDriver

    private let seedRandom: SeededRandom
    private let firstLook: SkinChoice
    private var random: SeededRandom
    private var state: SiteState
    var sessions = SessionBook()
    var troubles = Troubles()
    var wrongClicks = WrongClicks()
    /// How often the address of an attachment was asked.
    var mediaAsked: [String: Int] = [:]
    private(set) var look: SkinChoice
    var skin: Skin { look.skin }

    init(
        random: SeededRandom, clock: any SandboxClock, skin: Skin, skinSeed: UInt64 = 1, password: String
    ) {
        self.clock = clock
        self.password = password
        look = SkinChoice(skin: skin, seed: skinSeed)
        firstLook = look
        seedRandom = random
        self.random = random
        state = SiteState(catalog: PersonCatalog(random: random))
        driver = LoadDriver(clock: clock)
    }

    func run() async throws {
        try await driver.run { [weak self] act in await self?.perform(act) }
    }

    func reset() async {
        await driver.reset()
        random = seedRandom
        state = SiteState(catalog: PersonCatalog(random: seedRandom))
        sessions.signOutEveryone()
        troubles = Troubles()
        wrongClicks = WrongClicks()
        mediaAsked = [:]
        look = firstLook
        feed.publish(["type": "reload"])
    }

    func ledger() -> JSONValue {
        [
            "conversations": .array(
                state.conversations.values.sorted { $0.person.id < $1.person.id }.map(\.ledger)),
            "written": JSONValue(state.writtenCount),
            "typed": JSONValue(state.typedCount),
            "skin": .string(skin.rawValue),
            "skin_seed": skin == .mutant ? .integer(Int64(clamping: look.seed)) : .null,
            "wrong_clicks": JSONValue(wrongClicks.count),
            "wrong_click_targets": JSONValue(wrongClicks.targets),
            "open_pages": JSONValue(feed.readerCount),
            "troubles": troubles.counts.json,
        ]
    }

    // MARK: What people do

    @discardableResult
    func write(
        _ text: String, with attached: [Attached] = [], from person: Person
    ) throws(SiteState.Refusal) -> Entry {
        let entry = try state.write(text, with: attached, from: person, at: clock.now)
        publishSeen(person.id)
        publish(entry, of: person.id)
        return entry
    }

    @discardableResult
    func notice(_ text: String, from person: Person) throws(SiteState.Refusal) -> Entry {
        let entry = try state.notice(text, from: person, at: clock.now)
        publish(entry, of: person.id)
        return entry
    }

    func edit(_ position: Int, in id: String, to text: String) throws(SiteState.Refusal) -> Entry {
        let entry = try state.edit(position, in: id, to: text)
        publish(entry, of: id, as: "edited")
        return entry
    }

    func delete(_ position: Int, in id: String) throws(SiteState.Refusal) -> Entry {
        let entry = try state.delete(position, in: id)
        publish(entry, of: id, as: "deleted")
        return entry
    }

    private func perform(_ act: LoadDriver.Act) {
        switch act {
        case .types(let person):
            feed.publish(["type": "typing", "conversation": .string(person.id)])
            publishSeen(person.id)
        case .writes(let person, let text):
            // Refused only when the site is full; the load's progress then runs ahead of the ledger, which tells it.
            _ = try? write(text, from: person)
        case .notices(let person, let text):
            _ = try? notice(text, from: person)
        }
    }

    /// Messages written in the past, all at once: something to scroll through. They count as read.
    func writeHistory(of person: Person, messages: Int) throws(SiteState.Refusal) {
        var draw = random.fork("history-\(person.id)")
        var time = clock.now - Double(messages) * 90
        for number in 0..<messages {
            let text = SmallTalk.text(of: person, number == 0 ? .opening : .goingOn, random: &draw)
            if number > 0, draw.chance(0.4) {
                _ = try state.type(text, in: person.id, at: time)
            } else {
                _ = try state.write(text, from: person, at: time)
            }
            time += Double.random(in: 20...90, using: &draw)
        }
        state.markRead(person.id)
        feed.publish(["type": "reload"])
    }

    // MARK: What the owner does

    /// Accepts a message typed on the page: shown, in the ledger and answered with its entry after the latency.
    /// - Parameter key: see ``SiteState/type(_:in:key:at:)``.
    func send(_ text: String, in id: String, key: String?) async throws -> Entry {
        try await clock.sleep(for: random.duration(in: Self.sendLatency))
        let known = state.typedCount
        let entry = try state.type(text, in: id, key: key, at: clock.now)
        guard state.typedCount > known else { return entry }
        publish(entry, of: id)
        await driver.replied(to: id)
        return entry
    }

    func markRead(_ id: String) {
        guard state.conversations[id]?.isUnread == true else { return }
        state.markRead(id)
        feed.publish(["type": "read", "conversation": .string(id)])
    }

    // MARK: Reading

    func conversation(_ id: String) -> Conversation? { state.conversations[id] }

    func rows() -> [JSONValue] { state.byActivity().prefix(Self.rowLimit).map(\.row) }

    func unreadIDs() -> [String] {
        state.conversations.values.filter(\.isUnread).map(\.person.id).sorted()
    }

    func people(_ count: Int) -> [Person] { state.firstPeople(count) }

    func person(named name: String) -> Person { state.person(named: name) }

    func newToken() -> String { random.hex(40) }

    /// - Parameter seed: only `mutant` looks at it.
    func setSkin(_ skin: Skin, seed: UInt64 = 1) {
        look = SkinChoice(skin: skin, seed: seed)
        feed.publish(["type": "reload"])
    }

    // MARK: Events for the pages

    private func publish(_ entry: Entry, of id: String, as type: String = "entry") {
        guard let row = state.conversations[id]?.row else { return }
        feed.publish(["type": .string(type), "conversation": .string(id), "entry": entry.json(in: id), "row": row])
    }

    private func publishSeen(_ id: String) {
        guard state.markSeen(id) else { return }
        feed.publish(["type": "seen", "conversation": .string(id)])
    }
}

extension FaultKind {
    /// The chat site takes the message and says that it could not be sent.
    static let sendRefused = FaultKind("send-refused")
}
