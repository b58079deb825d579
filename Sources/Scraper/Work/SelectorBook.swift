/// All that is remembered about the selectors of one platform: what elements looked like, and what was found since.
struct SelectorBook: Codable, Sendable, Equatable {
    /// Notices remembered; the site has few different ones.
    static let noticeLimit = 50

    var ledger: SelectorLedger
    var portraits: [Role: Portrait] = [:]
    var notices: [String] = []

    init(packVersion: Int) {
        ledger = SelectorLedger(packVersion: packVersion)
    }

    mutating func remember(_ portraits: [Role: Portrait], notices: [String]) {
        self.portraits.merge(portraits) { _, new in new }
        for notice in notices where !notice.isEmpty && !self.notices.contains(notice) {
            self.notices.append(notice)
        }
        self.notices = Array(self.notices.suffix(Self.noticeLimit))
    }
}
