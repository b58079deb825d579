import Testing

@testable import AIWorker

@Suite struct `Sensitive topics` {
    private let topics = SensitiveTopics(.shipped)

    @Test(arguments: [
        ("Would you chip in a bit for the repair?", "money"), ("What else do you use? Any other site?", "contact"),
        ("Which password do you use?", "codes"), ("The cinema at nine, behind the fountain", "place"),
        ("As human as you, what else", "who-writes"), ("All day in my thoughts, my darling", "intimacy"),
        ("Kannst du mir das Geld leihen?", "money"), ("Встретимся у метро", "place"), ("加一下我的微信", "contact"),
    ])
    func `one word is enough`(text: String, topic: String) {
        #expect(topics.topic(of: text) == topic)
    }

    @Test(arguments: [
        "That soup sounds great, what do you put into it?", "Rain all day here, so I read and baked bread.",
        "Das klingt gut, ich war gestern lange laufen.", "Hoy llueve mucho, así que leo un libro.",
        "Вчера весь день шёл дождь, я читал книгу.", "今天下雨，我看了一本书。",
    ])
    func `small talk has none`(text: String) {
        #expect(topics.topic(of: text) == nil)
    }

    @Test func `a word that is cut in pieces is whole again`() {
        #expect(topics.topic(of: "any mon ey for me") == "money")
        #expect(topics.topic(of: "any mo n ey for me") == "money")
        #expect(topics.topic(of: "any mo re of the so up") == nil)
    }

    @Test func `numbers and signs of things are left to a person`() {
        #expect(topics.topic(of: "It was 25 degrees") == nil)
        #expect(topics.topic(of: "It was 250 degrees") == "numbers")
        #expect(topics.topic(of: "Nice 🌸😊❤️") == nil)
        #expect(topics.topic(of: "Nice 📱") == "signs")
    }

    @Test func `a file of one's own adds topics and words`() throws {
        let rules = try GuardRules.shipped.adding(
            """
            topics:
              my-employer: {phrases: {en: [examplecorp]}}
              money: {phrases: {en: [seashells]}}
            """, source: "own.yaml")
        let topics = SensitiveTopics(rules)
        #expect(topics.topic(of: "Well, Examplecorp is fine") == "my-employer")
        #expect(topics.topic(of: "Some seashells") == "money")
        #expect(topics.topic(of: "Some cash") == "money")
    }

    @Test func `a topic without phrases is a fault with its line`() {
        #expect {
            try GuardRules.shipped.adding("topics:\n  mine: {reason: x}", source: "own.yaml")
        } throws: { error in
            "\(error)".contains("own.yaml") && "\(error)".contains("phrases")
        }
    }
}
