import Foundation

/// All that the chat site knows of people and conversations. Pure: time and chance come from outside.
struct SiteState: Sendable {
    /// Entries of all conversations together; a run that goes on for days shall fail clearly instead of eating memory.
    static let entryLimit = 200_000
    /// The longest message that the site accepts, in characters.
    static let textLimit = 2000

    private(set) var conversations: [String: Conversation] = [:]
    private(set) var writtenCount = 0
    private(set) var typedCount = 0
    private var entryCount = 0
    private var people: [Person] = []
    private var accepted = AcceptedKeys()
    private let catalog: PersonCatalog

    init(catalog: PersonCatalog) {
        self.catalog = catalog
    }

    enum Refusal: Error, Equatable {
        case unknownConversation
        case unknownMessage
        case emptyText
        case textTooLong
        case full
    }

    /// The first `count` people of the seed; they need no conversation yet.
    mutating func firstPeople(_ count: Int) -> [Person] {
        while people.count < count { people.append(catalog.person(people.count)) }
        return Array(people[..<count])
    }

    /// The person called `name`, a new one when nobody is.
    mutating func person(named name: String) -> Person {
        if let known = people.first(where: { $0.name == name }) { return known }
        let person = catalog.person(people.count, named: name)
        people.append(person)
        return person
    }

    /// - Parameter attached: a message that has any needs no text.
    mutating func write(
        _ text: String, with attached: [Attached] = [], from person: Person, at time: Date
    ) throws(Refusal) -> Entry {
        try check(text, needsText: attached.isEmpty)
        writtenCount += 1
        return update(person) { $0.append(message: text, own: false, at: time, with: attached) }
    }

    /// - Parameter key: the page's own name of the message: one that was taken under it is not taken again.
    mutating func type(_ text: String, in id: String, key: String? = nil, at time: Date) throws(Refusal) -> Entry {
        guard let person = conversations[id]?.person else { throw .unknownConversation }
        if let key, let entry = accepted[key] { return entry }
        try check(text)
        typedCount += 1
        let entry = update(person) { $0.append(message: text, own: true, at: time) }
        if let key { accepted[key] = entry }
        return entry
    }

    mutating func notice(_ text: String, from person: Person, at time: Date) throws(Refusal) -> Entry {
        try check(text)
        return update(person) { $0.append(notice: text, at: time) }
    }

    /// The writer of a message changes its text.
    mutating func edit(_ position: Int, in id: String, to text: String) throws(Refusal) -> Entry {
        try check(text)
        return try change(position, in: id) { entry in
            entry.text = text
            entry.isEdited = true
        }
    }

    /// The writer of a message takes it back.
    mutating func delete(_ position: Int, in id: String) throws(Refusal) -> Entry {
        try change(position, in: id) { $0.isDeleted = true }
    }

    private mutating func change(
        _ position: Int, in id: String, _ body: (inout Entry) -> Void
    ) throws(Refusal) -> Entry {
        guard conversations[id] != nil else { throw .unknownConversation }
        guard let entry = conversations[id]?.change(position, body) else { throw .unknownMessage }
        return entry
    }

    mutating func markRead(_ id: String) {
        conversations[id]?.markRead()
    }

    /// True when the person newly saw messages of ours.
    mutating func markSeen(_ id: String) -> Bool {
        conversations[id]?.markSeen() ?? false
    }

    /// Conversations that hold a message or notice, the most lately active first.
    func byActivity() -> [Conversation] {
        conversations.values.sorted { left, right in
            let (leftTime, rightTime) = (left.lastActivity, right.lastActivity)
            return leftTime == rightTime ? left.person.id < right.person.id : leftTime > rightTime
        }
    }

    private func check(_ text: String, needsText: Bool = true) throws(Refusal) {
        guard !needsText || text.contains(where: { !$0.isWhitespace }) else { throw .emptyText }
        guard text.count <= Self.textLimit else { throw .textTooLong }
        guard entryCount < Self.entryLimit else { throw .full }
    }

    private mutating func update(_ person: Person, _ change: (inout Conversation) -> Entry) -> Entry {
        entryCount += 1
        return change(&conversations[person.id, default: Conversation(person: person)])
    }
}

extension Conversation {
    /// When something was last written; a notice alone does not lift a conversation that has messages.
    var lastActivity: Date {
        lastMessage?.at ?? entries.last?.at ?? .distantPast
    }
}
