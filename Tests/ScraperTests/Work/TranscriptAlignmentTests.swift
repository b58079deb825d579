import Testing

@testable import Sandbox
@testable import Scraper

@Suite struct TranscriptAlignmentTests {
    typealias Key = MessageKey

    /// Lower-case letters are the other person's messages, upper-case ones ours.
    private func keys(_ text: String) -> [Key] {
        text.map { Key(id: nil, isOwn: $0.isUppercase, text: $0.lowercased(), at: nil) }
    }

    private func fresh(stored: String, shown: String) -> String {
        String(shown.dropFirst(TranscriptAlignment(stored: keys(stored), shown: keys(shown)).firstNew))
    }

    @Test(arguments: [
        ("", "", ""), ("", "ab", "ab"), ("abc", "abc", ""), ("abc", "abcd", "d"), ("abc", "bcdE", "dE"),
        ("a", "aa", "a"), ("aa", "aaaa", "aa"), ("abab", "ababab", "ab"), ("xaAa", "aAaa", "a"),
        ("abc", "zabcd", "d"), ("aA", "aAa", "a"), ("aaaa", "aaa", ""),
        ("bcdefa", "axbcdefa", ""), ("bcdefa", "axbcdefag", "g"),
    ])
    func `What follows the stored end is new, and equal messages stay apart`(stored: String, shown: String, new: String)
    {
        #expect(fresh(stored: stored, shown: shown) == new)
    }

    @Test func `Reading again what is stored yields nothing, whatever part is shown`() {
        let stored = "aabAbbaaBaab"
        for start in stored.indices {
            #expect(fresh(stored: stored, shown: String(stored[start...])) == "", "from \(start)")
        }
    }

    @Test(arguments: [(letters: "aB", isWindowed: false), (letters: "abcdefghAB", isWindowed: true)])
    func `However the page scrolls and grows, nothing is lost and nothing comes twice`(
        letters: String, isWindowed: Bool
    ) {
        // Seeded: a page that shows only a part can be ambiguous when one text fills all of it.
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let truth = (0..<Int.random(in: 5...40, using: &random)).map { _ in random.pick(Array(letters)) }
            var stored: [Character] = []
            while stored.count < truth.count {
                let known = stored.count
                let grown = Int.random(in: known...truth.count, using: &random)
                let first = isWindowed ? Int.random(in: 0...max(0, known - 12), using: &random) : 0
                let shown = Array(truth[first..<grown])
                let alignment = TranscriptAlignment(stored: keys(String(stored)), shown: keys(String(shown)))
                stored += shown[alignment.firstNew...]
                #expect(String(stored) == String(truth[..<grown]))
                guard String(stored) == String(truth[..<grown]) else { return }
            }
        }
    }

    @Test func `Times and ids tell equal texts apart where there are any`() {
        let early = Key(id: nil, isOwn: false, text: "hi", at: 1)
        let late = Key(id: nil, isOwn: false, text: "hi", at: 2)
        #expect(!early.matches(late))
        #expect(early.matches(Key(id: nil, isOwn: false, text: "hi", at: nil)))
        #expect(
            Key(id: "1", isOwn: false, text: "old", at: nil).matches(Key(id: "1", isOwn: false, text: "new", at: nil)))
        #expect(
            !Key(id: "1", isOwn: false, text: "hi", at: nil).matches(Key(id: "2", isOwn: false, text: "hi", at: nil)))
        let alignment = TranscriptAlignment(stored: [early], shown: [early, late])
        #expect(alignment.firstNew == 1)
    }
}
