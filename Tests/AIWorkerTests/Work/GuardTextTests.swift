import Testing

@testable import AIWorker

@Suite struct `Text as the guard sees it` {
    @Test(arguments: [
        ("Ünïcödé", "unicode"), ("ＦＵＬＬ", "full"), ("𝐁𝐨𝐥𝐝", "bold"), ("Ⓒircled", "circled"), ("ѕсаm", "scam"),
        ("слово", "слово"),
        ("٣٤", "34"), ("z̷a̷l̷g̷o̷", "zalgo"), ("ﬁ", "ﬁ"), ("Straße", "strasse"), ("a\u{200B}b", "ab"),
    ])
    func `letters are folded to plain ones`(text: String, expected: String) {
        #expect(GuardFolding.folded(text) == expected)
    }

    @Test func `words are letters and digits, apostrophes join, letters written apart are a word more`() {
        #expect(GuardText("I'm here, don’t go!").words == ["im", "here", "dont", "go"])
        #expect(GuardText("k-i-c-k me").words.last == "kick")
        #expect(GuardText("a b").words == ["a", "b"])
    }

    @Test(arguments: [
        ("send ~2 money", "please send me some money", true), ("send ~2 money", "send me some more money", false),
        ("send ~2 money", "send money", true), ("send|give money", "give money", true),
        ("gift* card", "gifts card", true),
        ("a b", "a", false), ("a ~3 b", "a c b", true), ("*owl* b", "bowls b", true), ("微信", "加 我 微 信", true),
    ])
    func `a phrase is words, choices, gaps and beginnings`(pattern: String, text: String, expected: Bool) throws {
        #expect(try Phrase(pattern).occurs(in: text.split(separator: " ").map { String($0) }) == expected)
    }

    @Test func `long numbers are found across separators and end at commas and colons`() {
        #expect(DigitRuns(GuardText("a 555-123 45 b")).runs.map(\.digits) == ["55512345"])
        #expect(DigitRuns(GuardText("10:30, 1,000")).runs.map(\.digits) == ["10", "30", "1", "000"])
    }
}
