import Foundation
import Testing

@testable import Sandbox

@Suite struct TroublesTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        arguments: [
            (Challenge.Kind.captcha, "PELICAN", true), (.captcha, "", false), (.captcha, "two words", false),
            (.captcha, "ABCDEFGHIJKLM", false), (.secondFactor, "000000", true), (.secondFactor, "12345", false),
            (.secondFactor, "12345a", false),
        ] as [(Challenge.Kind, String, Bool)])
    func `a challenge has an answer that somebody can give`(kind: Challenge.Kind, answer: String, isPossible: Bool) {
        #expect((Challenge(kind, answer: answer) != nil) == isPossible)
    }

    @Test func `an answer is right in either case`() throws {
        let challenge = try #require(Challenge(.captcha))
        #expect(challenge.isAnswered(by: " pelican "))
        #expect(!challenge.isAnswered(by: "penguin"))
        #expect(challenge.json == ["kind": "captcha", "letters": "PELICAN"])
        let code = try #require(Challenge(.secondFactor))
        // The code comes by another way than the page.
        #expect(code.json == ["kind": "second-factor"])
    }

    @Test func `what lasts is on until it is ended and the counts stay`() throws {
        var troubles = Troubles()
        let challenge = try #require(Challenge(.secondFactor))
        let all: [Trouble] = [
            .advertisement, .consent, .challenge(challenge, now: false), .banned, .offline(seconds: 5),
            .slow(milliseconds: 20), .lateNames(milliseconds: 300), .frozen(seconds: 1), .newTab, .crash,
        ]
        for trouble in all { troubles.begin(trouble, at: start) }
        #expect(
            troubles.active(at: start)
                == [.advertisement, .consent, .secondFactor, .banned, .offline, .slow, .lateNames])
        #expect(!troubles.active(at: start + 5).contains(.offline))
        _ = troubles.take(.advertisementPrimary)
        let isReloadNeeded = troubles.end()
        #expect(isReloadNeeded)
        #expect(troubles.active(at: start) == [])
        #expect(troubles.counts.advertisementPrimaryClicks == 1)
        #expect(!troubles.isOffline(at: start))
    }

    @Test func `an overlay ends by what its pages report`() {
        var troubles = Troubles()
        troubles.begin(.advertisement, at: start)
        troubles.begin(.consent, at: start)
        let claimed = troubles.take(.advertisementPrimary)
        #expect(claimed == nil)
        #expect(troubles.overlays == [.advertisement, .consent])
        let closed = troubles.take(.advertisementClosed)
        #expect(closed == .advertisement)
        let rejected = troubles.take(.consentRejected)
        #expect(rejected == .consent)
        #expect(troubles.overlays == [])
        #expect(troubles.counts.consentRejected == 1)
        #expect(troubles.counts.consentAccepted == 0)
    }

    @Test func `only what changes every page makes it be loaded anew`() throws {
        var troubles = Troubles()
        let challenge = try #require(Challenge(.captcha))
        for trouble in [.consent, .slow(milliseconds: 1), .challenge(challenge, now: false)] as [Trouble] {
            troubles.begin(trouble, at: start)
        }
        #expect(troubles.generation == 0)
        troubles.begin(.banned, at: start)
        #expect(troubles.generation == 1)
        _ = troubles.end()
        #expect(troubles.generation == 2)
        let isReloadNeeded = troubles.end()
        #expect(!isReloadNeeded)
        #expect(troubles.generation == 2)
    }

    @Test func `a page is told what its trouble needs and nothing of what the site does`() {
        #expect(
            Trouble.frozen(seconds: 3).event == ["type": "trouble", "kind": "frozen", "seconds": 3])
        #expect(
            Trouble.dialog(.confirm).event == ["type": "trouble", "kind": "dialog", "dialog": "confirm"])
        #expect(Trouble.offline(seconds: 3).event == nil)
    }

    @Test func `a held session counts its wrong answers and leaves a farewell`() {
        var book = SessionBook()
        book.signIn("a", token: "1")
        book.signIn("b", token: "2")
        book.holdEveryone()
        #expect(book.session("1")?.isHeld == true)
        let wrong = [book.answerWrongly("1"), book.answerWrongly("1"), book.answerWrongly("2")]
        #expect(wrong == [1, 2, 1])
        book.signOut("1", words: "Too many.")
        book.release("2")
        #expect(book.session("2")?.isHeld == false)
        #expect(book.farewell("1") == "Too many.")
        #expect(book.farewell("2") == nil)
        book.signOutEveryone(words: "Elsewhere.")
        #expect(book.session("2") == nil)
        #expect(book.farewell("2") == "Elsewhere.")
    }
}
