/// Holds a reply that says where somebody lives.
struct StreetAddress: GuardRule {
    let name = "street-address"
    let reason = "The reply holds what may be a postal address."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        Self.phrases.contains { $0.occurs(in: reply.words) } || Self.namesStreet(reply.words)
    }

    /// A number and, within three words, a word for a street; or a German one that ends in `strasse`, and its number.
    private static func namesStreet(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() {
            let nearby = words[(index + 1)...].prefix(3)
            if isHouseNumber(word), nearby.contains(where: streets.contains) { return true }
            if ["rue", "calle", "via", "rua", "avenida", "plaza", "piazza", "ulica", "улица"].contains(word),
                nearby.contains(where: isHouseNumber)
            {
                return true
            }
            let isGerman = ["strasse", "str", "weg", "gasse", "allee", "platz"].contains {
                word.hasSuffix($0) && word.count > $0.count + 2
            }
            if isGerman, nearby.first.map(isHouseNumber) == true { return true }
        }
        return false
    }

    private static func isHouseNumber(_ word: String) -> Bool {
        let digits = word.prefix { $0.isNumber }
        return (1...5).contains(digits.count) && word.count - digits.count <= 1
    }

    private static let streets: Set<String> = [
        "street", "avenue", "ave", "road", "rd", "lane", "blvd", "boulevard", "drive", "court", "terrace", "rue",
        "strasse",
        "highway", "crescent",
    ]

    private static let phrases = [
        "my|our ~1 address", "address is", "i|we live at", "come ~2 to my place|house|apartment|flat|home",
        "come over to mine|my|our", "meine adresse", "mi direccion", "mon adresse", "meu endereco", "il mio indirizzo",
        "мои адрес",
        "zip|postal code", "apartment|apt|unit number",
    ].map { Phrase($0) }
}
