import Testing

@testable import Scraper

struct ForgottenRowWatchTests {
    @Test func `a row that was unread when they were forgotten is no news, and a later time is`() {
        var watch = ForgottenRowWatch()
        #expect(!watch.hasWritten("a", at: 90, isUnread: true, forgottenAt: 100))
        #expect(!watch.hasWritten("a", at: 90, isUnread: true, forgottenAt: 100))
        #expect(watch.hasWritten("a", at: 110, isUnread: true, forgottenAt: 100))
        watch.told("a")
        #expect(!watch.hasWritten("a", at: 120, isUnread: true, forgottenAt: 100))
    }

    @Test func `a row without a time is news when it becomes unread`() {
        var watch = ForgottenRowWatch()
        #expect(!watch.hasWritten("a", at: nil, isUnread: true, forgottenAt: 100))
        #expect(!watch.hasWritten("a", at: nil, isUnread: true, forgottenAt: 100))
        #expect(!watch.hasWritten("a", at: nil, isUnread: false, forgottenAt: 100))
        #expect(watch.hasWritten("a", at: nil, isUnread: true, forgottenAt: 100))
    }

    @Test func `after a restart a later time alone is news`() {
        var watch = ForgottenRowWatch()
        #expect(watch.hasWritten("a", at: 101, isUnread: true, forgottenAt: 100))
        #expect(!watch.hasWritten("b", at: 101, isUnread: false, forgottenAt: 100))
    }
}
