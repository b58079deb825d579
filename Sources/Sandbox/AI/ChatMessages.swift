/// The `messages` of a request.
enum ChatMessages {
    static let roles = ["system", "assistant", "user", "function", "tool", "developer"]

    static func parse(_ value: JSONValue?) throws(AIFailure) -> [ChatRequest.Message] {
        guard let value else { throw .missing("messages") }
        guard let items = value.array else { throw .wrongType("messages", expected: "an array of objects", got: value) }
        guard !items.isEmpty else {
            throw .invalid(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array "
                    + "instead.", param: "messages", code: "empty_array")
        }
        var messages: [ChatRequest.Message] = []
        for (index, item) in items.enumerated() {
            messages.append(try parse(item, at: "messages[\(index)]"))
        }
        return messages
    }

    private static func parse(_ item: JSONValue, at place: String) throws(AIFailure) -> ChatRequest.Message {
        guard item.object != nil else { throw .wrongType(place, expected: "an object", got: item) }
        guard let role = item["role"]?.string else { throw .missing("\(place).role") }
        guard roles.contains(role) else {
            let supported = roles.map { "'\($0)'" }.joined(separator: ", ")
            throw .invalid(
                "Invalid value: '\(role)'. Supported values are: \(supported).", param: "\(place).role",
                code: "invalid_value")
        }
        switch item["content"] {
        case .string(let text)?:
            return ChatRequest.Message(role: role, text: text)
        case .array(let parts)?:
            return ChatRequest.Message(role: role, text: try text(of: parts, at: "\(place).content"))
        case .null?, nil:
            // Only an assistant may speak through tool calls alone.
            guard role == "assistant", item["tool_calls"] != nil || item["refusal"] != nil else {
                guard item["content"] == nil else {
                    throw .invalid(
                        "Invalid value for 'content': expected a string, got null.", param: "\(place).content")
                }
                throw .missing("\(place).content")
            }
            return ChatRequest.Message(role: role, text: "")
        case let other?:
            throw .wrongType("\(place).content", expected: "one of an array of objects or string", got: other)
        }
    }

    private static func text(of parts: [JSONValue], at place: String) throws(AIFailure) -> String {
        var text = ""
        for (index, part) in parts.enumerated() {
            guard let type = part["type"]?.string else { throw .missing("\(place)[\(index)].type") }
            guard type == "text" else { continue }
            guard let words = part["text"]?.string else { throw .missing("\(place)[\(index)].text") }
            text += words
        }
        return text
    }
}
