/// Whether somebody asks if a machine writes to them. Pure; it errs on the side of telling them.
enum MachineQuestion {
    static func isIn(_ text: String) -> Bool {
        let words = GuardText(text).words
        return phrases.contains { $0.occurs(in: words) }
    }

    private static let machines =
        "bot|robot|ai|machine|chatbot|gpt|chatgpt|automated|llm|script|program|human|real|person"

    private static let phrases = Phrase.readable(patterns)

    /// A test reads each of them.
    static let patterns = [
        "are|r|is|am|was you|u|this|that|it|i ~4 \(machines)",
        "you|u|youre|ur ~3 bot|robot|ai|machine|chatbot|gpt|chatgpt",
        "talking|chatting|speaking|texting ~2 to|with ~3 \(machines)", "real ~1 person|human",
        "who ~2 writes|writing|typing",
        "human or|oder|o|ou", "bot or|oder|o|ou", "is|isnt this ~2 automated|automatic",
        "bist|seid|sind|ist|schreibt du|ihr|sie|das|hier ~4 bot|roboter|ki|maschine|chatbot|mensch|echt|echte|echter",
        "eres|es|sos|hablo|hablando ~4 bot|robot|ia|maquina|humano|humana|real|persona",
        "es|etes|est|parle tu|vous|ce|a|avec|un|une ~4 bot|robot|ia|machine|humain|humaine|reel|reelle|vraie",
        "voce|vc|tu|falando ~4 bot|robo|ia|maquina|humano|humana|real|pessoa",
        "sei|siete|parlando ~4 bot|robot|ia|macchina|umano|umana|reale|vero|vera",
        "ben|bent je|jij|u|dit ~3 bot|robot|ai|mens|echt|echte", "jestes ~3 bot*|robot*|czlowiek*|prawdziw*",
        "bot|robot|insan|yapay ~1 musun|misin|mi|zeka",
        "ты|вы|это ~3 бот|робот|ии|человек|живои|живая|машина|неиросеть",
    ]
}
