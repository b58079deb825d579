/// Follows what lies over the page without the pack knowing it. Pure.
///
/// Nothing of it is clicked: its largest button may order, allow or agree to something. Reading goes on beneath it.
struct Cover: Sendable {
    enum News: Equatable, Sendable {
        case none
        case lies(String)
        case isGone
    }

    private var seen: String?
    private var isTold = false

    /// - Parameter cover: what one look found; two in a row have to agree, because pages fade things in and out.
    mutating func next(_ cover: String?) -> News {
        defer { seen = cover }
        guard let cover else {
            guard isTold, seen == nil else { return .none }
            isTold = false
            return .isGone
        }
        guard cover == seen, !isTold else { return .none }
        isTold = true
        return .lies(cover)
    }

    static func advice(_ selector: String) -> String {
        "something that the selector pack does not know lies over the site's pages (\(selector)), and is not clicked: close it "
            + "by hand with PUPPETEER_HEADLESS=false, or add it to the pack's overlays with the button that dismisses it; "
            + "messages are read meanwhile, and replies wait"
    }
}
