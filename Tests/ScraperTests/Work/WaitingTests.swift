import Testing

@testable import Scraper

@Suite struct WaitingTests {
    @Test func `A suspended account is looked at ever more seldom, down to twice an hour`() {
        let start = ContinuousClock.now
        var looks = BanLooks(from: start)
        var times: [Int] = []
        for second in 0...(4 * 3600) where looks.isDue(at: start + .seconds(second)) { times.append(second) }
        #expect(times.prefix(5) == [120, 360, 840, 1800, 3600])
        #expect(zip(times.dropFirst(), times).suffix(5).allSatisfy { $0 - $1 == 1800 })
    }

    @Test(arguments: ChallengeQuestion.allCases)
    func `A question says where it can be answered`(question: ChallengeQuestion) {
        #expect(question.words(canTakeCode: true).contains("enter the code in Discord"))
        #expect(!question.words(canTakeCode: false).contains("Discord"))
        #expect(question.words(canTakeCode: false).contains("PUPPETEER_HEADLESS=false"))
    }

    @Test func `The newest answer waits until it is taken, once`() async {
        let desk = AnswerDesk()
        desk.put(.done)
        desk.put(.late)
        #expect(await desk.next(within: .zero) == .late)
        #expect(await desk.next(within: .zero) == nil)
        desk.put(.done)
        desk.clear()
        #expect(await desk.next(within: .zero) == nil)
    }
}
