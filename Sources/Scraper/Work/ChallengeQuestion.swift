/// Why a person is asked to answer a challenge, in words that say what to do. Pure.
enum ChallengeQuestion: Sendable, CaseIterable {
    case unanswered
    /// They say that it is done, and the site still asks.
    case notDone
    /// The code was sent, and the site still asks.
    case refused
    /// The code came too late to be used.
    case late
    /// There is no field for a code that the pack knows.
    case noField
    /// The code could not be typed, or not be sent.
    case notTyped

    func words(canTakeCode: Bool) -> String {
        let how =
            canTakeCode
            ? "answer it in the scraper's browser (PUPPETEER_HEADLESS=false shows it), or enter the code in Discord"
            : "answer it in the scraper's browser (PUPPETEER_HEADLESS=false shows it)"
        return "\(occasion): \(how); everything goes on by itself then, and replies wait"
    }

    private var occasion: String {
        switch self {
        case .unanswered:
            "the site asks for something that only a person can answer, such as a captcha or a code"
        case .notDone: "the site still asks for its captcha or code"
        case .refused: "the site did not take the code, which is not tried again"
        case .late: "the answer came too late and was not used, for codes are good for minutes only"
        case .noField:
            "the code was not typed, because the page shows no field for it that the selector pack knows (roles "
                + "challengeCode and challengeSubmit)"
        case .notTyped: "the code could not be typed or sent, and is not tried again"
        }
    }
}
