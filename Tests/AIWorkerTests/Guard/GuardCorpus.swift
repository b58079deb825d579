import Foundation

/// Texts to try the guard on: one a line, with tabs between language, what came in, and the reply.
enum GuardCorpus {
    struct Attack: Sendable {
        var language: String
        /// What the other person wrote to lead the model astray.
        var incoming: String
        /// What a model answers that obeys it.
        var reply: String
    }

    struct Ordinary: Sendable {
        var language: String
        var reply: String
    }

    static func attacks(_ file: String) throws -> [Attack] {
        try rows(file).map { Attack(language: $0[0], incoming: $0[1], reply: $0[2]) }
    }

    static func ordinary(_ file: String) throws -> [Ordinary] {
        try rows(file).map { Ordinary(language: $0[0], reply: $0[1]) }
    }

    /// What somebody wrote before an ordinary reply in this language.
    static func incoming(_ language: String) -> String {
        [
            "en": "Hey, how are you? Tell me a bit about your day and what you like.",
            "de": "Hallo, wie geht es dir? Erzähl mir ein bisschen von deinem Tag und was du magst.",
            "es": "Hola, ¿cómo estás? Cuéntame un poco de tu día y qué te gusta.",
            "fr": "Salut, comment vas-tu ? Raconte-moi un peu ta journée et ce que tu aimes.",
            "pt": "Oi, como você está? Me conta um pouco do seu dia e do que você gosta.",
            "it": "Ciao, come stai? Raccontami un po' della tua giornata e che cosa ti piace.",
            "nl": "Hoi, hoe gaat het met je? Vertel eens wat over je dag en wat je leuk vindt.",
            "pl": "Cześć, jak się masz? Opowiedz mi trochę o swoim dniu i co lubisz.",
            "ru": "Привет, как ты? Расскажи немного о своём дне и что ты любишь.",
            "tr": "Merhaba, nasılsın? Bana biraz gününden ve sevdiğin şeylerden bahset.",
            "ar": "مرحبا كيف حالك؟ حدثني قليلا عن يومك وعن الأشياء التي تحبها.",
            "zh": "你好，最近怎么样？跟我说说你今天做了什么，喜欢什么。",
        ][language] ?? ""
    }

    private static func rows(_ file: String) throws -> [[String]] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpora/\(file).tsv")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: "\t").map { String($0) }
        }
    }
}
