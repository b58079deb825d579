/// Signs that a message wants to be an instruction to the model. Pure.
///
/// They prove nothing, and their absence proves less: nothing rests on them but that a person looks before something is
/// sent.
enum InjectionSigns {
    static func areIn(_ text: String) -> Bool {
        if VisibleText.hidesSomething(text) { return true }
        let lower = text.lowercased()
        if marks.contains(where: lower.contains) { return true }
        if hasLongRun(text) { return true }
        let words = GuardText(text).words
        return phrases.contains { $0.occurs(in: words) }
    }

    /// What templates of models and this suite's own prompt are made of.
    private static let marks = [
        "<|", "|>", "[inst]", "[/inst]", "<<sys>>", "<system", "</system", "### instruction", "### system", "###system",
        "untrusted_conversation", "earlier_notes", "other_person", "\"role\"", "system:", "assistant:", "begin prompt",
        "end prompt",
        "```",
    ]

    /// Longer than any word: something that is encoded.
    private static func hasLongRun(_ text: String) -> Bool {
        text.utf8.split(whereSeparator: { $0 <= 0x20 }).contains { word in
            word.count >= 60 && word.allSatisfy { $0 < 0x80 }
        }
    }

    private static let phrases = Phrase.readable(patterns)

    /// A test reads each of them.
    static let patterns = [
        "ignore|disregard|forget|override|bypass ~3 instructions|instruction|rules|prompt|prompts|guidelines|above|previous|prior",
        "ignore|disregard|forget ~2 everything|all ~2 above|before|said|told",
        "system|initial|original|hidden|secret prompt|instructions|message|rules",
        "reveal|print|show|repeat|output|leak|tell ~4 prompt|instructions|rules|persona|canary",
        "repeat|print|show|output|tell ~3 words|text|everything above|before|verbatim",
        "new|updated|following instructions|rules|task",
        "you are|re now",
        "act|behave|respond|answer as ~3 if|an|a|my|the ~2 ai|assistant|model|developer|admin|system|dan",
        "pretend ~3 to be|you", "developer|debug|admin|god|maintenance|jailbreak mode", "jailbreak|jailbroken",
        "as an ai|llm|language", "language model", "do anything now", "end of ~2 conversation|instructions|input",
        "instead ~2 reply|say|write|answer|respond|output",
        "reply|respond|answer|say|write ~2 exactly|verbatim|only with|the",
        "from now on ~3 you|your|only|always", "base64|rot13|decode ~3 this|following",
        "ignorier*|vergiss ~4 anweisung*|regeln|vorherige*|bisherige*|prompt", "systemprompt|systemanweisung*",
        "zeig*|nenn*|gib|wiederhol* ~4 anweisung*|prompt|regeln", "du bist jetzt|ab",
        "ignora|olvida|olvidate ~4 instrucciones|reglas|anterior*|prompt",
        "muestra*|repite|dime ~3 instrucciones|prompt|reglas",
        "ahora|eres eres|ahora un|una", "ignore*|oublie* ~4 instructions|consignes|regles|precedent*|prompt",
        "montre*|repete*|affiche* ~4 instructions|consignes|prompt|regles", "tu es maintenant",
        "ignore|esqueca|esquece ~4 instrucoes|regras|anterior*|prompt", "mostre|repita ~4 instrucoes|prompt|regras",
        "ignora|dimentica ~4 istruzioni|regole|precedenti|prompt", "mostra*|ripeti ~4 istruzioni|prompt|regole",
        "negeer|vergeet ~4 instructies|regels|prompt", "zignoruj|zapomnij ~4 instrukcj*|polecen*|zasad*",
        "onceki|yukaridaki ~3 talimat*|kural*", "игнорируи*|забудь ~4 инструкци*|правил*|указани*|промпт*",
        "покажи|повтори|выведи ~4 инструкци*|промпт*|правил*", "ты теперь",
    ]
}
