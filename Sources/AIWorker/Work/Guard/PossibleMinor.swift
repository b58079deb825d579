/// Holds every reply to a person who may be under 18, whatever it says.
///
/// It reads the other person's messages for an age of 8 to 17 in the first person; phrases that only children say of
/// themselves are in the rule file. "My dog is 12 years old" and "I am 10 minutes away" are neither.
struct PossibleMinor: GuardRule {
    let name = OutgoingGuard.possibleMinor
    let reason = "The other person may be under 18."

    private static let ages = Set((8...17).map { "\($0)" })
    private let spelledAges: Set<String>
    private let selfWords: Set<String>
    private let fillers: Set<String>
    private let units: Set<String>
    private let followers: Set<String>

    init(_ rules: GuardRules) {
        spelledAges = rules.list(.spelledAges)
        selfWords = rules.list(.ageBefore)
        fillers = rules.list(.ageFillers)
        units = rules.list(.ageUnits)
        followers = rules.list(.ageFollowers)
    }

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool { incoming.contains { tells($0) } }

    private func tells(_ message: GuardText) -> Bool {
        message.folded.split { ".,!?;:\n()…。，！？؟،".contains($0) }.contains { clause in
            statesAge(GuardWords.of(Self.spaced(clause)))
        }
    }

    /// With a space between a number and the letters behind it: `15yo`, `16jahre`.
    private static func spaced(_ clause: Substring) -> String {
        var result = ""
        for character in clause {
            if result.last?.isNumber == true, character.isLetter { result.append(" ") }
            result.append(character)
        }
        return result
    }

    /// Looks at one clause: what follows an age tells whether it is one.
    private func statesAge(_ words: [String]) -> Bool {
        if words.count <= 3, let first = words.first, Self.ages.contains(first),
            words.dropFirst().allSatisfy({ units.contains($0) || ["f", "m", "w"].contains($0) })
        {
            // The whole answer to a question.
            return true
        }
        for (index, word) in words.enumerated() where Self.ages.contains(word) || spelledAges.contains(word) {
            let before = words[..<index].suffix(3)
            let speaksOfSelf =
                before.last.map(selfWords.contains) == true
                || before.last.map(fillers.contains) == true && before.dropLast().last.map(selfWords.contains) == true
            let after = index + 1 < words.count ? words[index + 1] : nil
            if speaksOfSelf, after.map({ units.contains($0) || followers.contains($0) }) ?? true { return true }
            // 15 yaşındayım, 14 yo f: the unit alone says whose age it is.
            if let after, Self.ownUnits.contains(after) { return true }
        }
        return words.contains { word in
            // f15
            let digits = word.filter(\.isNumber)
            return Self.ages.contains(digits) && ["f", "m"].contains(word.filter { !$0.isNumber })
        }
    }

    private static let ownUnits: Set<String> = ["yasindayim", "yo", "f", "m"]
}
