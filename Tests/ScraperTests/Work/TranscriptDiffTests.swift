import Testing

@testable import Sandbox
@testable import Scraper

@Suite struct TranscriptDiffTests {
    /// Lower-case letters are the other person's messages, upper-case ones ours.
    private static func keys(_ text: String, timed: Bool = false) -> [MessageKey] {
        text.enumerated().map { index, letter in
            MessageKey(
                isOwn: letter.isUppercase, text: letter.lowercased(), at: timed ? Int64(index) : nil)
        }
    }

    /// As `new` letters, edits as `from>to`, and missing letters.
    private static func diff(
        _ stored: String, _ shown: String, isWhole: Bool = false
    ) -> (new: String, edits: [String], missing: String) {
        let diff = TranscriptDiff(
            stored: keys(stored), isStoredWhole: isWhole, shown: keys(shown), isShownWhole: isWhole)
        let (stored, shown) = (Array(stored), Array(shown))
        return (
            String(diff.new.map { shown[$0] }), diff.edits.map { "\(stored[$0.stored])>\(shown[$0.shown])" },
            String(diff.missing.map { stored[$0] })
        )
    }

    @Test(arguments: [
        ("abc", "axc", "", ["b>x"], ""), ("abcd", "axyd", "", ["b>x", "c>y"], ""), ("abc", "ac", "", [], "b"),
        ("abc", "abxc", "x", [], ""), ("aBc", "axc", "x", [], "B"), ("abcd", "axd", "x", [], "bc"),
    ])
    func `Between two messages that are both there the page leaves no doubt`(
        stored: String, shown: String, new: String, edits: [String], missing: String
    ) {
        let found = Self.diff(stored, shown)
        #expect(found.new == new && found.edits == edits && found.missing == missing, "\(found)")
    }

    @Test(arguments: [
        // A message may have been deleted and another written: an edit at the end needs evidence.
        ("ab", "ax", "x", "b"), ("ab", "a", "", "b"), ("ab", "ab", "", ""), ("abc", "axy", "xy", "bc"),
    ])
    func `After the last message that is there nothing is taken for an edit`(
        stored: String, shown: String, new: String, missing: String
    ) {
        let found = Self.diff(stored, shown)
        #expect(found.new == new && found.edits.isEmpty && found.missing == missing, "\(found)")
    }

    @Test func `What lies before the page's first bubble is only missing when the page shows the whole`() {
        #expect(Self.diff("abc", "bc").missing == "")
        #expect(Self.diff("abc", "bc", isWhole: true).missing == "a")
        #expect(Self.diff("abc", "xbc", isWhole: true).edits == ["a>x"])
        #expect(Self.diff("bc", "abc").new == "")
        #expect(Self.diff("a", "", isWhole: true).missing == "a")
        #expect(Self.diff("a", "").missing == "")
    }

    @Test func `A last message that was deleted is missing, whatever the page begins with`() {
        let whole = Self.diff("aba", "ab", isWhole: true)
        #expect(whole.new == "" && whole.missing == "a")
        let grown = Self.diff("ab", "abab", isWhole: true)
        #expect(grown.new == "ab" && grown.missing == "")
        // A part of the conversation that begins with the words of the message that is gone.
        for (stored, shown, new) in [("xhabcdeh", "habcde", ""), ("xhabcdeh", "habcdez", "z")] {
            let part = Self.diff(stored, shown)
            #expect(part.new == new && part.missing == "h" && part.edits.isEmpty, "\(part)")
        }
        // But a page that begins with the last stored message goes on from it.
        #expect(Self.diff("pqrs", "spq").new == "pq")
    }

    @Test func `A message that was noticed late is known the next time, though it is stored behind others`() {
        var stored = Self.keys("acb")
        stored[2].isLate = true
        let shown = Self.keys("abc")
        let diff = TranscriptDiff(stored: stored, isStoredWhole: true, shown: shown, isShownWhole: true)
        #expect(diff == TranscriptDiff(edits: []))
        let first = TranscriptDiff(
            stored: Self.keys("ac"), isStoredWhole: true, shown: Self.keys("abcd"), isShownWhole: true)
        #expect(first.new == [1, 3] && first.late == [1])
        let gone = TranscriptDiff(stored: stored, isStoredWhole: true, shown: Self.keys("ac"), isShownWhole: true)
        #expect(gone.missing == [2] && gone.new.isEmpty)
    }

    @Test func `The same time, the same id and the page's mark are evidence of an edit`() {
        func edits(_ stored: MessageKey, _ shown: MessageKey) -> Bool {
            let diff = TranscriptDiff(stored: [stored], isStoredWhole: true, shown: [shown], isShownWhole: true)
            return diff == TranscriptDiff(edits: [.init(stored: 0, shown: 0)])
        }
        let stored = MessageKey(id: nil, isOwn: false, text: "a", at: 1)
        #expect(edits(stored, MessageKey(isOwn: false, text: "b", at: 1)))
        #expect(!edits(stored, MessageKey(isOwn: false, text: "b", at: 2)))
        #expect(!edits(stored, MessageKey(isOwn: true, text: "b", at: 1)))
        #expect(edits(MessageKey(id: "1", isOwn: false, text: "a"), MessageKey(id: "1", isOwn: false, text: "b")))
        #expect(!edits(MessageKey(id: "1", isOwn: false, text: "a"), MessageKey(id: "2", isOwn: false, text: "b")))
        #expect(edits(MessageKey(isOwn: false, text: "a"), MessageKey(isOwn: false, text: "b", isEdited: true)))
        #expect(!edits(MessageKey(isOwn: false, text: "a"), MessageKey(isOwn: false, text: "b")))
    }

    @Test func `A page on which nothing is stored is detached, and a first page is not`() {
        func isDetached(_ stored: String, _ shown: String) -> Bool {
            TranscriptDiff(
                stored: Self.keys(stored), isStoredWhole: true, shown: Self.keys(shown), isShownWhole: false
            ).isDetached
        }
        #expect(isDetached("abc", "xyz"))
        #expect(!isDetached("", "xyz") && !isDetached("abc", "") && !isDetached("abc", "cx"))
    }

    /// What a site holds: every message with its time, as its page shows them.
    private struct Site {
        var bubbles: [MessageKey] = []
        private var clock: Int64 = 0

        mutating func change(_ random: inout SeededRandom) {
            let kind = Int.random(in: 0..<10, using: &random)
            if kind < 6 || bubbles.isEmpty {
                clock += 1
                let text = random.pick(["hi", "ok", "yes", "no"])
                bubbles.append(MessageKey(isOwn: Bool.random(using: &random), text: text, at: clock))
            } else if kind < 8 {
                let place = Int.random(in: 0..<bubbles.count, using: &random)
                bubbles[place].text += "!"
            } else {
                bubbles.remove(at: Int.random(in: 0..<bubbles.count, using: &random))
            }
        }
    }

    @Test func `However a conversation is written, edited and deleted, what is stored ends as what is shown`() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            var site = Site()
            var stored: [MessageKey] = []
            for _ in 0..<20 {
                for _ in 0..<Int.random(in: 0...3, using: &random) { site.change(&random) }
                let diff = TranscriptDiff(
                    stored: stored, isStoredWhole: true, shown: site.bubbles, isShownWhole: true)
                for edit in diff.edits { stored[edit.stored].text = site.bubbles[edit.shown].text }
                let gone = Set(diff.missing)
                stored = stored.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
                stored += diff.new.map { place in
                    var key = site.bubbles[place]
                    key.isLate = diff.late.contains(place)
                    return key
                }
                let inOrder = stored.sorted { $0.at ?? 0 < $1.at ?? 0 }.map(\.text)
                #expect(inOrder == site.bubbles.map(\.text))
                let again = TranscriptDiff(
                    stored: stored, isStoredWhole: true, shown: site.bubbles, isShownWhole: true)
                #expect(again == TranscriptDiff(edits: []))
                guard again == TranscriptDiff(edits: []) else { return }
            }
        }
    }
}

extension TranscriptDiff {
    /// As a test expects it.
    fileprivate init(edits: [Pair]) {
        self.init(stored: [], isStoredWhole: true, shown: [], isShownWhole: true)
        self.edits = edits
    }
}
