/// What the simulated people write. Harmless talk only: it must pass for a conversation, not test a guard.
struct SmallTalk: Sendable {
    enum Occasion: Sendable {
        case opening
        case goingOn
        case answer
    }

    /// One message of `person`, 1…1,200 characters, never with white space at its ends.
    static func text(of person: Person, _ occasion: Occasion, random: inout SeededRandom) -> String {
        var text =
            if random.chance(person.style.long) {
                longText(random: &random)
            } else if random.chance(person.style.severalLines) {
                [random.pick(lines(for: occasion)), random.pick(goingOn), random.pick(questions)]
                    .joined(separator: "\n")
            } else {
                random.pick(lines(for: occasion))
            }
        if person.style.lowercase { text = text.lowercased() }
        if random.chance(person.style.emoji) { text += " " + random.pick(emoji) }
        return text
    }

    private static func lines(for occasion: Occasion) -> [String] {
        switch occasion {
        case .opening: openings
        case .goingOn: goingOn + questions
        case .answer: answers
        }
    }

    /// Three to eight sentences in paragraphs.
    private static func longText(random: inout SeededRandom) -> String {
        let count = Int.random(in: 3...8, using: &random)
        let sentences = (0..<count).map { _ in random.pick(stories) }
        let half = count / 2
        return sentences[..<half].joined(separator: " ") + "\n\n" + sentences[half...].joined(separator: " ")
    }

    private static let openings = [
        "hi", "Hey!", "Hello there", "Hi, how are you?", "Good morning", "Hey, how was your day?",
        "Hi! I saw that you like hiking too", "Hello, nice pictures", "Hey stranger", "hi :)", "Hello hello",
        "Hi, I'm new here", "Good evening!", "Hey, is that your dog in the picture?", "You have a great smile",
        "Hi from the other side of town", "Hey, do you also play the guitar?", "Hola, ¿qué tal?", "Salut, ça va ?",
    ]

    private static let goingOn = [
        "I just came back from work", "It rained the whole day here", "I'm making pasta tonight",
        "My sister visits me next week", "I finally finished that book", "I love <3 this song",
        "R&B or rock, that's the question", "Still at the office", "The weather is lovely today",
        "I went for a run this morning", "My cat sleeps on my keyboard again", "I'm so tired today",
        "Watching the match now", "Coffee time", "haha", "ok", "Hmm", "That sounds nice", "I was thinking the same",
        "Sorry, my phone was off", "I'll be at the lake on Sunday", "Just a second", "brb", "So anyway",
    ]

    private static let questions = [
        "What do you do for fun?", "Are you there?", "What are you up to?", "Do you like cooking?",
        "Which music do you like?", "Have you been to the new café?", "What's your favourite film?",
        "How was your weekend?", "Tea or coffee?", "Mountains or sea?", "Do you have any pets?",
        "What did you have for lunch?", "Any plans for tonight?", "Did you sleep well?",
    ]

    private static let answers = [
        "Oh nice!", "haha yes", "Really? Tell me more", "That's so true", "I'd love that", "Me too!",
        "No way", "Thanks, you're kind", "Good question, let me think", "Yes, most of the time",
        "Not really, and you?", "I'm fine, thank you. And you?", "Good to hear from you", "lol", "Exactly",
        "Maybe next week?", "That made my day", "Sure, why not", "I was hoping you'd say that", "Same here",
        "Sounds good to me", "Let me know how it goes", "Wow, I didn't know that",
    ]

    private static let stories = [
        "Last summer I took the night train to the coast and woke up to the sea.",
        "I work in a small bakery, so my days start when most people go to bed.",
        "On Saturdays I help in the animal shelter, mostly with the old dogs that nobody takes for a walk.",
        "My grandmother taught me how to make jam, and now the whole kitchen smells of apricots.",
        "I tried to learn the violin once; the neighbours were very patient with me.",
        "We have a little garden behind the house, and this year the tomatoes took over everything.",
        "I like films where nothing much happens but the people talk a lot.",
        "A friend of mine is building a boat in his garage, and it is getting too big for the door.",
        "When I moved here I knew nobody, so I just started to say hello to everybody on my street.",
        "I have read the same book four times and I still cry at the end.",
    ]

    private static let emoji = ["😀", "😂", "🙈", "❤️", "👋", "👍🏽", "🌞", "🐶", "🎸", "☕️", "👩‍🍳", "🇵🇹", "✨", "😅"]

    /// What is shown in a conversation without being a message.
    static let notices = ["Liked your photo!", "Viewed your profile", "Added you as a favourite"]
}
