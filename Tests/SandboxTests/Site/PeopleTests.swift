import Testing

@testable import Sandbox

@Suite struct PeopleTests {
    @Test func `a seed names its people`() {
        let first = PersonCatalog(random: SeededRandom(seed: 4))
        let again = PersonCatalog(random: SeededRandom(seed: 4))
        let other = PersonCatalog(random: SeededRandom(seed: 5))
        let numbers = 0..<50
        #expect(numbers.map(first.person) == numbers.map(again.person))
        #expect(numbers.map(first.person) != numbers.map(other.person))
    }

    @Test func `ids are digits and no two people share one`() {
        let catalog = PersonCatalog(random: SeededRandom(seed: 4))
        let ids = (0..<2000).map { catalog.person($0).id }
        #expect(Set(ids).count == 2000)
        #expect(ids.allSatisfy { $0.count == 8 && $0.allSatisfy(\.isNumber) })
    }

    @Test func `what people write fits the site and has no white space at its ends`() {
        let catalog = PersonCatalog(random: SeededRandom(seed: 2))
        var random = SeededRandom(seed: 3)
        var texts: [String] = []
        for number in 0..<60 {
            for occasion in [SmallTalk.Occasion.opening, .goingOn, .answer] {
                for _ in 0..<20 {
                    texts.append(SmallTalk.text(of: catalog.person(number), occasion, random: &random))
                }
            }
        }
        for text in texts {
            #expect((1...1200).contains(text.count))
            #expect(text.first?.isWhitespace == false && text.last?.isWhitespace == false)
        }
        #expect(texts.contains { $0.contains("\n") })
        #expect(texts.contains { $0.contains("👋") })
        #expect(texts.contains { $0.count > 400 })
    }
}
