import Testing

@testable import Scraper

@Suite struct CoverTests {
    @Test func `What lies there for two looks is told once, and its end after two looks without it`() {
        var cover = Cover()
        var news: [Cover.News] = []
        for look in [nil, ".ad", ".ad", ".ad", nil, ".ad", nil, nil, nil] as [String?] { news.append(cover.next(look)) }
        #expect(news == [.none, .none, .lies(".ad"), .none, .none, .none, .none, .isGone, .none])
    }

    @Test func `What fades in and out again is no news`() {
        var cover = Cover()
        for look in [".ad", nil, ".ad", nil, ".other", ".ad"] as [String?] {
            let news = cover.next(look)
            #expect(news == .none)
        }
    }

    @Test func `The advice names what to add to the pack`() {
        #expect(Cover.advice(".promo-veil").contains(".promo-veil"))
    }
}
