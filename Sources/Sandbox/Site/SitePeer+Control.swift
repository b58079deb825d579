/// What `/control` does to the site.
extension SitePeer {
    /// Whom a command means: an existing conversation by its id, or a person by name, known or new.
    enum Target: Sendable {
        case conversation(String)
        case person(String)
    }

    /// Somebody writes `text`, or a notice appears.
    func say(
        _ text: String, with attached: [Attached] = [], by target: Target, asNotice: Bool
    ) throws(SiteState.Refusal) -> JSONValue {
        let person = try resolve(target)
        let entry = asNotice ? try notice(text, from: person) : try write(text, with: attached, from: person)
        var answer = entry.json(in: person.id)
        answer["conversation"] = .string(person.id)
        answer["name"] = .string(person.name)
        if case .message(let position, _) = entry.kind { answer["position"] = JSONValue(position) }
        return answer
    }

    /// The writer of a message changes it, or takes it back when there is no text.
    func change(_ position: Int, of target: Target, to text: String?) throws(SiteState.Refusal) -> JSONValue {
        let person = try resolve(target)
        let entry =
            if let text { try edit(position, in: person.id, to: text) } else { try delete(position, in: person.id) }
        var answer = entry.json(in: person.id)
        answer["conversation"] = .string(person.id)
        answer["position"] = JSONValue(position)
        answer["deleted"] = .bool(entry.isDeleted)
        return answer
    }

    func addHistory(by target: Target, messages: Int) throws(SiteState.Refusal) -> JSONValue {
        let person = try resolve(target)
        try writeHistory(of: person, messages: messages)
        return ["conversation": .string(person.id), "name": .string(person.name), "messages": JSONValue(messages)]
    }

    func startLoad(_ load: Load) async {
        await driver.start(load, people: people(load.conversations))
    }

    /// The push-notification pop-up, on every page that is open.
    func showPopup() -> Int {
        feed.publish(["type": "popup"])
        return feed.readerCount
    }

    /// Every session ends, as after a change of password on another device.
    func signOutEveryone() {
        sessions.signOutEveryone()
        feed.publish(["type": "signed-out"])
    }

    private func resolve(_ target: Target) throws(SiteState.Refusal) -> Person {
        switch target {
        case .person(let name):
            return person(named: name)
        case .conversation(let id):
            guard let known = conversation(id)?.person else { throw .unknownConversation }
            return known
        }
    }
}
