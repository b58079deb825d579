import Testing

@testable import Sandbox

@Suite struct SkinChoiceTests {
    @Test func `a skin is named, and a mutant has a seed`() {
        #expect(SkinChoice("phoenix") == SkinChoice(skin: .phoenix))
        #expect(SkinChoice("classic-2") == SkinChoice(skin: .classic2))
        #expect(SkinChoice("mutant") == SkinChoice(skin: .mutant, seed: 1))
        #expect(SkinChoice("mutant:18446744073709551615") == SkinChoice(skin: .mutant, seed: .max))
    }

    @Test(arguments: ["", "neon", "phoenix:3", "mutant:", "mutant:x", "mutant:-1", "mutant:1:2"])
    func `anything else is refused`(text: String) {
        #expect(SkinChoice(text) == nil)
    }
}

@Suite struct WrongClicksTests {
    @Test func `all are counted and the first are named`() {
        var clicks = WrongClicks()
        for number in 0..<(WrongClicks.limit + 5) { clicks.add("\(number)") }
        #expect(clicks.count == WrongClicks.limit + 5)
        #expect(clicks.targets.count == WrongClicks.limit)
        #expect(clicks.targets.first == "0")
    }

    @Test func `a long target is cut`() {
        var clicks = WrongClicks()
        clicks.add(String(repeating: "x", count: 1000))
        #expect(clicks.targets.first?.count == WrongClicks.targetLimit)
    }
}
