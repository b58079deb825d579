/// Whether somebody says that they want no machine to answer. Pure.
///
/// A word that ends it must be the whole message, so that `stop it, you make me laugh` ends nothing; a sentence about
/// machines may stand in a longer one.
enum StopWord {
    static func isIn(_ text: String) -> Bool {
        let words = GuardText(text).words
        guard !words.isEmpty else { return false }
        if words.count <= longestCommand, commands.contains(words.joined(separator: " ")) { return true }
        // Letters written apart: the word that they make is the last.
        if let last = words.last, words.dropLast().allSatisfy({ $0.count == 1 }), commands.contains(last) {
            return true
        }
        return wishes.contains { $0.occurs(in: words) }
    }

    private static let longestCommand = 5

    /// In the guard's folded form.
    private static let commands: Set<String> = Set(
        [
            // English
            "stop", "stop stop", "stop please", "please stop", "stop it now", "stopall", "stop all", "unsubscribe",
            "opt out", "optout", "end", "quit", "cancel", "stop messaging me", "stop texting me", "stop writing me",
            "stop writing to me", "dont write me", "dont write to me", "do not write to me", "dont message me",
            "do not message me", "do not contact me", "dont contact me", "leave me alone", "please leave me alone",
            // German
            "stopp", "bitte stopp", "stopp bitte", "hor auf", "hor bitte auf", "aufhoren", "bitte aufhoren",
            "abmelden", "lass mich in ruhe", "schreib mir nicht mehr", "schreibe mir nicht mehr",
            // Spanish
            "para", "para ya", "basta", "alto", "detente", "dejame en paz", "no me escribas", "no me escribas mas",
            "cancelar", "baja", "darme de baja",
            // French
            "arret", "arrete", "arretez", "stop svp", "arrete de mecrire", "laisse moi tranquille",
            "laissez moi tranquille", "ne mecris plus", "desabonner",
            // Portuguese
            "pare", "parar", "pare de me escrever", "me deixa em paz", "me deixe em paz", "sair",
            // Italian
            "fermati", "smettila", "lasciami in pace", "non scrivermi piu", "annulla",
            // Dutch
            "hou op", "stop ermee", "laat me met rust", "schrijf me niet meer",
            // Polish
            "przestan", "zostaw mnie w spokoju", "nie pisz do mnie",
            // Turkish
            "dur", "yazma bana", "bana yazma", "beni rahat birak",
            // Russian and Ukrainian
            "стоп", "хватит", "отстань", "отпишись", "не пиши мне", "не пиши мне больше", "оставь меня в покое",
        ].flatMap { spelled($0) })

    private static let wishes = Phrase.readable(wishPatterns)

    /// A test reads each of them.
    static let wishPatterns = [
        "no|without|stop|dont|not want|need|like|with ~3 bot|bots|robot|robots|chatbot|chatbots messages|messaging|replies|writing|answering",
        "stop|turn|switch ~2 off|the|this|your bot|robot|chatbot|ai|autoreply",
        "dont|not|never want|wanna|wish ~3 talk|chat|speak|write|text ~2 bot|bots|robot|machine|ai|chatbot",
        "stop sending|using ~2 automated|automatic|ai|bot|bots",
        "will|mochte nicht ~2 mit ~3 bot|roboter|ki|maschine|chatbot",
        "no quiero ~1 hablar|chatear|escribir con ~2 bot|robot|maquina|ia",
        "veux|voudrais pas|plus ~1 parler|discuter|ecrire ~1 avec|a ~2 bot|robot|machine|ia",
        "nao quero ~1 falar|conversar com ~2 bot|robo|maquina|ia",
        "non voglio ~1 parlare|scrivere|chattare con ~2 bot|robot|macchina|ia",
        "не хочу ~2 говорить|общаться|переписываться с ~2 ботом|роботом|машинои|ии",
    ]

    /// With and without the letters that people leave out.
    private static func spelled(_ words: String) -> [String] { [GuardText(words).words.joined(separator: " "), words] }
}
