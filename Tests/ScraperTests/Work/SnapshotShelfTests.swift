import Shared
import Testing

@testable import Scraper

@Suite struct SnapshotShelfTests {
    private static let now = Timestamp("2026-11-25T02:59:55.123Z")!
    private static let failure = PageFailure(kind: .reading, role: .bubbleOwn)

    private static func later(_ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + seconds * 1000)
    }

    @Test func `A file is called by its time and its failure`() {
        #expect(SnapshotShelf.name(Self.failure, at: Self.now) == "2026-11-25T02-59-55Z-reading-bubbleOwn.html")
        let signIn = PageFailure(kind: .signIn, role: nil)
        #expect(SnapshotShelf.name(signIn, at: Self.now) == "2026-11-25T02-59-55Z-sign-in.html")
    }

    @Test func `The same failure has to wait a minute, another one does not`() {
        var shelf = SnapshotShelf()
        let answers = [
            shelf.admits(Self.failure, at: Self.now), shelf.admits(Self.failure, at: Self.later(59)),
            shelf.admits(PageFailure(kind: .reading, role: .bubble), at: Self.later(59)),
            shelf.admits(Self.failure, at: Self.later(60)), shelf.admits(Self.failure, at: Self.later(61)),
        ]
        #expect(answers == [true, false, true, true, false])
        // A clock that was set back must not keep it away for ever.
        let isAdmitted = shelf.admits(Self.failure, at: Self.later(-3600))
        #expect(isAdmitted)
    }

    @Test func `Fifty files of fourteen days are kept, and nobody else's file is touched`() {
        let many = (0..<60).map { SnapshotShelf.name(Self.failure, at: Self.later(Int64($0))) }
        let others = [
            "notes.html", "2026-11-25.html", "2020-01-01T00-00-00Z-.html.bak", "2020-01-01T00-00-00Z-a b.html",
            "2020-01-01T00-00-00Z-.html", "zzzz-01-01T00-00-00Z-a.html",
        ]
        #expect(SnapshotShelf.outdated(others + many.shuffled(), at: Self.later(60)) == Array(many.prefix(10)))
        let day: Int64 = 86_400
        let aged = [-15 * day, -14 * day - 1, -14 * day, -13 * day].map {
            SnapshotShelf.name(Self.failure, at: Self.later($0))
        }
        #expect(SnapshotShelf.outdated(aged, at: Self.now) == Array(aged.prefix(2)))
        #expect(SnapshotShelf.outdated([], at: Self.now) == [])
    }

    @Test func `Only an end of typing that went wrong is worth a look`() {
        let transcript = Transcript(name: "", bubbles: [], isComplete: true)
        let fine: [TypingResult] = [.delivered(transcript), .outOfDate, .handTyping]
        for result in fine { #expect(result.failure == nil) }
        #expect(TypingResult.ambiguous(reason: "").failure?.kind == .ambiguous)
        #expect(TypingResult.notTyped(reason: "").failure?.kind == .typing)
    }
}
