extension PhraseRule {
    static let human = PhraseRule(
        "claims-human", "The reply claims to be written by a human.",
        phrases: [
            "im|am ~2 real|actual|genuine|living person|human|man|woman|guy|girl|boy|lady|dude",
            "im|am ~1 human|humans",
            "im|am|was not|no|never ~3 \(machines)", "aint|isnt|arent|wasnt|not ~2 \(machines)", "no \(machines)",
            "no bots|ais|robots", "100|hundred ~1 human", "human here", "real person|human here|typing|writing",
            "a|just human like you", "flesh and blood", "written|typed|writing|typing ~3 by ~2 human|person",
            "of course ~1 im ~2 human|real",
            "bin ~2 kein* \(machines)|ki|maschine", "bin ~2 mensch", "bin ~1 echter|echte mensch|person|mann|frau",
            "no soy ~2 \(machines)|ia|maquina", "soy ~1 humano|humana", "soy ~1 persona real|verdadera",
            "suis pas ~2 \(machines)|ia", "suis ~1 humain|humaine", "suis ~1 vraie personne",
            "nao sou ~2 \(machines)|robo|ia|maquina", "sou ~1 humano|humana", "sou ~1 pessoa real|verdade",
            "non sono ~2 \(machines)|ia|macchina", "sono ~1 umano|umana", "sono ~1 persona vera|reale",
            "я не ~1 бот|робот|ии|машина", "я человек", "я ~1 живои|настоящии|реальныи|живая|настоящая|реальная",
        ])

    private static let machines = "bot|robot|ai|machine|chatbot|gpt|chatgpt|automated|llm"
}
