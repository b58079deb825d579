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
    private let catalog: PersonCatalog

    init(catalog: PersonCatalog) {
        self.catalog = catalog
    }

    enum Refusal: Error, Equatable {
        case unknownConversation
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

    mutating func write(_ text: String, from person: Person, at time: Date) throws(Refusal) -> Entry {
        try check(text)
        writtenCount += 1
        return update(person) { $0.append(message: text, own: false, at: time) }
    }

    mutating func type(_ text: String, in id: String, at time: Date) throws(Refusal) -> Entry {
        guard let person = conversations[id]?.person else { throw .unknownConversation }
        try check(text)
        typedCount += 1
        return update(person) { $0.append(message: text, own: true, at: time) }
    }

    mutating func notice(_ text: String, from person: Person, at time: Date) throws(Refusal) -> Entry {
        try check(text)
        return update(person) { $0.append(notice: text, at: time) }
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

    private func check(_ text: String) throws(Refusal) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .emptyText }
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
