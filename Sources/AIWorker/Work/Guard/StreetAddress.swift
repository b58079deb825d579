/// Holds a reply that says where somebody lives: a street with its number, or a place in degrees.
struct StreetAddress: GuardRule {
    let name = "street-address"
    let reason = "The reply holds what may be a postal address."

    private let afterNumber: Set<String>
    private let beforeNumber: Set<String>
    private let endings: [String]

    init(_ rules: GuardRules) {
        afterNumber = rules.list(.streetsAfterNumber)
        beforeNumber = rules.list(.streetsBeforeNumber)
        endings = rules.words[GuardRules.WordList.streetWordEndings.rawValue] ?? []
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        reply.readings.prefix(2).contains { namesStreet($0) } || Self.holdsCoordinates(reply.folded)
    }

    /// A number and, within three words, a word for a street, or the other way round; or a word that ends in
    /// `strasse`, and its number.
    private func namesStreet(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() {
            let nearby = words[(index + 1)...].prefix(3)
            if Self.isHouseNumber(word), nearby.contains(where: afterNumber.contains) { return true }
            if beforeNumber.contains(word), nearby.contains(where: Self.isHouseNumber) { return true }
            let isStreet = endings.contains { word.hasSuffix($0) && word.count > $0.count + 2 }
            if isStreet, nearby.first.map(Self.isHouseNumber) == true { return true }
        }
        return false
    }

    private static func isHouseNumber(_ word: String) -> Bool {
        let digits = word.prefix { $0.isNumber }
        return (1...5).contains(digits.count) && word.count - digits.count <= 1
    }

    /// Two numbers with at least three digits behind the point, one after the other.
    private static func holdsCoordinates(_ folded: String) -> Bool {
        var row = 0
        for word in folded.split(whereSeparator: { $0.isWhitespace || ",;/".contains($0) }) {
            let parts = word.drop { "(-+".contains($0) }.split(separator: ".", omittingEmptySubsequences: false)
            let isPrecise =
                parts.count == 2 && (1...3).contains(parts[0].count) && parts[0].allSatisfy(\.isNumber)
                && parts[1].prefix { $0.isNumber }.count >= 3
            row = isPrecise ? row + 1 : 0
            if row == 2 { return true }
        }
        return false
    }
}
