/// Holds every reply to a person who may be under 18, whatever it says.
///
/// It reads the other person's messages for an age of 8 to 17 in the first person, and for what only children say of
/// themselves. "My dog is 12 years old" and "I am 10 minutes away" are neither.
struct PossibleMinor: GuardRule {
    let name = "possible-minor"
    let reason = "The other person may be under 18."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool { incoming.contains { Self.tells($0) } }

    private static func tells(_ message: GuardText) -> Bool {
        if phrases.contains(where: { $0.occurs(in: message.words) }) { return true }
        return message.folded.split { ".,!?;:\n()…".contains($0) }.contains { statesAge(GuardText(String($0)).words) }
    }

    /// Looks at one clause: what follows an age tells whether it is one.
    private static func statesAge(_ words: [String]) -> Bool {
        if words.count <= 3, let first = words.first, ages.contains(first), words.dropFirst().allSatisfy(unit.contains)
        {
            // The whole answer to a question.
            return true
        }
        for (index, word) in words.enumerated() where ages.contains(word) || spelledAges.contains(word) {
            let before = words[..<index].suffix(3)
            let speaksOfSelf =
                before.last.map(selfWords.contains) == true
                || before.last.map(fillers.contains) == true && before.dropLast().last.map(selfWords.contains) == true
            let after = index + 1 < words.count ? words[index + 1] : nil
            if speaksOfSelf, after.map({ unit.contains($0) || followers.contains($0) }) ?? true { return true }
        }
        return words.contains { word in
            // f15, 16m, 14yo
            let digits = word.filter(\.isNumber)
            return ages.contains(digits) && ["f", "m", "yo", "y", "yrs"].contains(word.filter { !$0.isNumber })
        }
    }

    private static let ages = Set((8...17).map { "\($0)" })
    private static let spelledAges: Set<String> = [
        "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "zwolf",
        "dreizehn",
        "vierzehn", "funfzehn", "sechzehn", "siebzehn", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete",
        "douze", "treize", "quatorze", "quinze", "seize", "dezesseis", "dezessete", "quindici", "sedici", "diciassette",
    ]
    private static let selfWords: Set<String> = [
        "im", "iam", "am", "turned", "turning", "age", "aged", "bin", "tengo", "jai", "ai", "tenho", "ho", "мне",
        "cumpli",
    ]
    private static let fillers: Set<String> = [
        "just", "only", "almost", "nearly", "still", "like", "about", "actually", "erst", "noch", "gerade", "solo",
        "so", "apenas", "que",
        "seulement", "только", "уже", "fast", "bald", "casi", "quase", "quasi",
    ]
    private static let unit: Set<String> = [
        "years", "year", "yrs", "yr", "yo", "old", "y", "o", "jahre", "jahr", "alt", "anos", "ans", "anni", "лет",
        "года",
    ]
    private static let followers: Set<String> = [
        "and", "but", "so", "btw", "too", "f", "m", "female", "male", "girl", "boy", "wbu", "hbu", "u", "you", "lol",
        "haha", "here",
        "from", "turning", "und", "aber", "y", "pero", "et", "mais", "e", "mas", "ma", "now", "is", "thats",
    ]

    private static let phrases = [
        "im|am|were ~2 underage|minor|teenager|kid", "im|am|were ~1 under 18", "not 18 yet", "im|am not 18",
        "turn|turning|be 18 ~3 next|in|soon",
        "im|am ~3 7th|8th|9th|10th|11th|seventh|eighth|ninth|tenth|eleventh grade|grader",
        "im|am ~2 in|at ~1 middle|high|junior|elementary school", "im|am ~2 freshman|sophomore ~2 high school",
        "my mom|mum|mother|dad|father|parents wont|doesnt|dont|didnt let me", "bin ~2 minderjahrig",
        "gehe ~1 zur schule",
        "in der 5|6|7|8|9|10|11|funften|sechsten|siebten|achten|neunten|zehnten klasse", "soy menor",
        "suis mineur|mineure",
        "sou menor", "sono minorenne", "я ~1 школьница|школьник|несовершеннолетняя|несовершеннолетнии",
    ].map { Phrase($0) }
}
