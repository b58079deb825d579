/// The JSON forms of the site's values: for the browser, and for the ledger.
extension Entry {
    /// `{index, kind, own, text, at, edited, attachments}`; `at` in ms since 1970.
    func json(in conversation: String) -> JSONValue {
        [
            "index": JSONValue(index),
            "kind": isNotice ? "notice" : "message",
            "own": .bool(isOwn),
            "text": .string(text),
            "at": .integer(at.milliseconds),
            "edited": .bool(isEdited),
            "attachments": .array(attachments(in: conversation)),
        ]
    }
}

extension Entry {
    /// What a row of the list says of it.
    var preview: String { text.isEmpty && !attached.isEmpty ? "📷 Photo" : text }
}

extension Conversation {
    /// A row of the list: `{id, name, preview, own, notice, at, index, unread, seen}`.
    var row: JSONValue {
        [
            "id": .string(person.id),
            "name": .string(person.name),
            "preview": .string(lastMessage?.preview ?? ""),
            "own": .bool(lastMessage?.isOwn ?? false),
            "notice": JSONValue(trailingNotice),
            "at": .integer(lastActivity.milliseconds),
            "index": JSONValue(entries.count - 1),
            "unread": JSONValue(unreadCount),
            "seen": .bool(seenEnd == entries.count && lastMessage?.isOwn == true),
        ]
    }

    /// `{id, name, messages: [{position, who, text, at}], notices: [{text, at}]}`; `who` is `person` or `owner`. A message
    /// that was changed has `edited` or `deleted`, which are true; one with attachments has `attached`.
    var ledger: JSONValue {
        var messages: [JSONValue] = []
        var notices: [JSONValue] = []
        for entry in entries {
            switch entry.kind {
            case .message(let position, let own):
                var message: JSONValue = [
                    "position": JSONValue(position),
                    "who": own ? "owner" : "person",
                    "text": .string(entry.text),
                    "at": .integer(entry.at.milliseconds),
                ]
                if !entry.attached.isEmpty { message["attached"] = JSONValue(entry.attached.map(\.rawValue)) }
                if entry.isEdited { message["edited"] = true }
                if entry.isDeleted { message["deleted"] = true }
                messages.append(message)
            case .notice:
                notices.append(["text": .string(entry.text), "at": .integer(entry.at.milliseconds)])
            }
        }
        return [
            "id": .string(person.id), "name": .string(person.name), "messages": .array(messages),
            "notices": .array(notices),
        ]
    }
}

extension Person {
    var card: JSONValue {
        ["id": .string(id), "name": .string(name), "age": JSONValue(age), "city": .string(city)]
    }
}
