import Testing

@testable import Scraper

struct ForgottenRowWatchTests {
    /// What a row says, one look after the other, and whether each is news.
    private func news(_ looks: [(at: Int64?, isUnread: Bool)], until told: Int = .max) -> [Bool] {
        var watch = ForgottenRowWatch()
        return looks.enumerated().map { number, look in
            if number == told { watch.told("a") }
            return watch.hasWritten("a", at: look.at, isUnread: look.isUnread, forgottenAt: 100)
        }
    }

    @Test func `a row that was unread when they were forgotten is no news, and a later time is, once`() {
        #expect(news([(90, true), (90, true), (110, true), (120, true)], until: 3) == [false, false, true, false])
    }

    @Test func `a row without a time is news when it becomes unread`() {
        #expect(news([(nil, true), (nil, true), (nil, false), (nil, true)]) == [false, false, false, true])
    }

    @Test func `after a restart a later time alone is news`() {
        #expect(news([(101, true)]) == [true])
        #expect(news([(101, false)]) == [false])
    }
}
