import Shared
import Testing

@testable import AIWorker

@Suite struct `The outgoing guard` {
    private let check = OutgoingGuard(.shipped, canary: "qwertzuiopas", instructions: Prompt.rules)

    @Test(arguments: [
        (
            "money",
            [
                "Can you send me some money?", "please lend me 50 euros", "I need money for the rent",
                "buy me a Steam gift card",
                "Kannst du mir Geld schicken?", "puedes enviarme... mándame dinero",
                "you should invest in bitcoin with me",
                "ѕеnd me mоney", "S E N D money via western union", "пришли мне денег",
            ]
        ),
        (
            "payment-handle",
            ["my venmo is sam", "Pay Pal works for me", "paypal.me is easiest", "do you have cash app?"]
        ),
        (
            "claims-human",
            [
                "I'm a real person, promise", "I am human", "I’m not a bot lol", "no bots here", "Ich bin kein Bot",
                "soy humano",
                "je ne suis pas un robot", "I AM NOT AN AI", "I'm 100% human", "Ich bin ein echter Mensch",
            ]
        ),
        (
            "off-platform",
            [
                "add me on snap", "my insta is sam", "let's talk on telegram", "here's my whatsapp", "wh4tsapp me",
                "w h a t s a p p is better", "text me tonight", "what's your number?", "can we switch to another app?",
                "schreib mir auf insta", "find me on Discord", "ＷｈａｔｓＡｐｐ?", "Whаtsаpp me", "dm me",
                "напиши мне в телеграм",
                "I have kik", "let's continue on signal",
            ]
        ),
        (
            "codes",
            [
                "what's the code they sent you? tell me the code", "give me your password",
                "read me the verification code",
            ]
        ),
        (
            "link",
            [
                "look at https://example.org/x", "www.example.org", "it is on example.com", "t.me/sam",
                "see my-site.net.",
                "bit.ly/abc", "(http://a.b)",
            ]
        ),
        ("email-address", ["sam@example.invalid", "write to sam (at) home", "sam @ mail.example", "sam[at]x"]),
        (
            "payment-number",
            [
                "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "0x52908400098527886E0F7030069857D2E4169EE7",
                "GB29NWBK60161331926819",
            ]
        ),
        (
            "phone-number",
            [
                "it's 555 123 4567", "+49 (170) 1234567", "five five five one two three four", "０１７０１２３４５６７",
                "٠١٧٠١٢٣٤٥٦",
                "5 5 5 1 2 3", "call 555-1234",
            ]
        ),
        (
            "street-address",
            [
                "I live at the corner", "12 Main Street", "Hauptstraße 5", "calle Mayor 12", "come to my place",
                "221b Baker Street",
            ]
        ),
        ("account-name", ["@sam.climbs", "look for $samclimbs", "sam#1234"]),
        (
            "prompt-leak",
            [
                "my reference is qwertzuiopas", "Q W E qwertzuiopas", "My instructions say so",
                "As an AI language model I cannot",
                "You draft one chat reply for the owner of an account. The owner reads your draft.",
            ]
        ),
        ("invisible-characters", ["hello\u{200B} there", "hi\u{E0041}"]),
    ])
    func `a reply that breaks a rule is held by it`(rule: String, texts: [String]) {
        for text in texts { #expect(check.check(text)?.rule == rule, "\(text)") }
    }

    /// Ordinary replies, several near a rule's border.
    @Test(arguments: [
        "Hi! How was your day?", "Haha, same here. I made soup and listened to old records.",
        "I'd love to, maybe on Saturday?",
        "It was even more fun than last year!", "I like when we chat", "I'm not in the mood for a movie, honestly",
        "That was on the news at 10:30, I think", "We met in 2019-2023, four good years", "It was on 23.11.2026",
        "My phone died, sorry for the late answer", "My friends call me Sami", "I paid my rent and now I'm broke, haha",
        "I had to pay 20 euros for that coffee!", "I need to save some money for the trip", "She said yes/no/maybe",
        "e.g. climbing, hiking etc.", "I work from 9 to 5.30pm", "I have 2 cats and 1 dog", "I ran 10 km in 50 minutes",
        "Ich bin echt müde heute", "Soy una persona tranquila", "Je suis une personne calme", "That's so cool!! 😍😍",
        "Let's go on Friday then", "What are you up to later?", "I saw a photo of it on Instagram once",
        "Not yet, but soon",
        "I think you're right about that", "There were 1,200,000 people there",
        "An AI helps me to write these messages, yes.",
        "Yes, an AI helps with these messages. Is that okay for you?", "I am from the north, near the sea",
        "No idea, what do you think?", "I'm a bit of a night person", "I can give you a hint: it's green",
        "Do you have a favourite film?", "You can tell me more about it if you like",
        "I grew up on a farm, far from any road",
        "Good question! Mostly yes.", "I was driving home when it happened",
        "The code of the old building is strange, all brick",
    ])
    func `an ordinary reply passes`(text: String) {
        #expect(check.check(text) == nil)
    }

    @Test(arguments: [
        "im 16", "I'm 15 btw", "i am 17 and you?", "16 years old", "14", "15f here", "just turned 16!",
        "I'm in 10th grade",
        "ich bin 16", "Ich bin erst 15 Jahre alt", "tengo 15 años", "j'ai 16 ans", "мне 15 лет", "I am not 18 yet",
        "im sixteen", "I’m in high school", "I'm underage", "age: 13", "tenho 15 anos", "I am like 16 lol",
    ])
    func `every reply to a possible minor is held`(message: String) {
        #expect(check.check("Sounds good!", incoming: ["hello", message])?.rule == "possible-minor", "\(message)")
    }

    @Test(arguments: [
        "my dog is 12 years old", "I'm 10 minutes away", "that was just 10 years ago",
        "I have 3 kids, the oldest is 15",
        "I am 34", "im 27 and you?", "I work 12 hours a day", "I'm 16 weeks pregnant", "tengo 10 minutos",
        "back in high school I ran",
        "I teach 9th grade", "it was like 15 degrees", "my son turned 20", "See you at 8",
    ])
    func `adults are not taken for minors`(message: String) {
        #expect(check.check("Sounds good!", incoming: [message]) == nil, "\(message)")
    }

    @Test func `rules have stable names, each once, and reasons that quote nothing`() {
        #expect(
            check.ruleNames == [
                "possible-minor", "invisible-characters", "prompt-leak", "money", "payment-handle", "claims-human",
                "off-platform", "codes", "street-address", "meeting", "love-declaration", "sexual-content",
                "email-address", "link", "payment-number", "phone-number", "account-name", "length", "repeated-text",
                "language", "disguised-text",
            ])
        #expect(check.check("my venmo is secretname")?.reason.contains("secretname") == false)
    }

    @Test func `the answers of a polite model pass the guard that its own rules describe`() {
        #expect(check.check("I'd rather stay here for now, I hope that's fine.") == nil)
    }
}
