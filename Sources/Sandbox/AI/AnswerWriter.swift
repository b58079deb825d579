/// Writes plausible answers. They depend on the seed and on what was asked, never on the order of requests, so a
/// repeated request gets the same text and a run can be compared with another.
struct AnswerWriter: Sendable {
    private let random: SeededRandom

    init(random: SeededRandom) {
        self.random = random
    }

    /// The answer for choice `index`. Free of links, numbers, addresses and requests, as an outgoing guard wants it.
    func answer(to request: ChatRequest, choice index: Int) -> String {
        let asked = request.messages.map { "\($0.role)\u{1}\($0.text)" }.joined(separator: "\u{2}")
        var draw = random.fork("\(request.seed ?? 0)\u{3}\(index)\u{3}\(asked)")
        let last = request.messages.last { $0.role == "user" }?.text ?? ""
        let text = Self.sentence(answering: last, random: &draw)
        switch request.format {
        case .text: return text
        case .jsonObject: return Self.encode(["reply": .string(text)])
        case .jsonSchema(let schema): return Self.encode(SchemaFiller(text: text).value(for: schema))
        }
    }

    private static func encode(_ value: JSONValue) -> String {
        String(decoding: value.data(), as: UTF8.self)
    }

    private static func sentence(answering text: String, random: inout SeededRandom) -> String {
        var parts: [String] = []
        if random.chance(0.6) { parts.append(random.pick(text.contains("?") ? toQuestions : toStatements)) }
        parts.append(random.pick(middles))
        if random.chance(0.5) { parts.append(random.pick(endings)) }
        return parts.joined(separator: " ")
    }

    private static let toQuestions = [
        "Good question!", "Ha, let me think.", "Mostly yes.", "I do, quite a lot.", "Not yet, but I would like to.",
        "That depends on the day.", "I was just wondering about that myself.",
    ]

    private static let toStatements = [
        "Oh, that sounds lovely.", "Nice to hear from you!", "I know that feeling.", "Haha, same here.",
        "Thanks for telling me.", "That made me smile.", "I can picture that well.",
    ]

    private static let middles = [
        "I had a quiet day with a long walk along the river.", "I am making soup and listening to old records.",
        "My evening is slow, which suits me fine.", "I just finished work and put the kettle on.",
        "I spent the morning repairing my bicycle.", "The light outside is beautiful right now.",
        "I have been reading the same chapter for an hour.", "I am still waking up, to be honest.",
        "We had rain all day, so I stayed in with a film.", "I tried a new bread recipe and it actually worked.",
    ]

    private static let endings = [
        "How about you?", "What did you do today?", "Tell me more about it.", "What are you up to later?",
        "Do you have a favourite?", "How did it go in the end?", "Have a good evening!",
    ]
}
