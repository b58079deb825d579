import DevTools

/// Why the site cannot be used at the moment, in words for the operator. Pure.
struct SiteTrouble: Equatable, Sendable {
    var words: String
    /// The browser itself failed, not the site: starting it again and again would only cost.
    var isOfBrowser: Bool

    init(_ error: any Error) {
        guard let error = error as? DevToolsError else {
            self.init(words: "\(error)", isOfBrowser: error is BrowserEnded)
            return
        }
        switch error.code {
        case .navigationFailed:
            self.init(
                words: "the chat site cannot be loaded; it is tried again. Is it up, and does SWITCHBOARD_PLATFORM_URL "
                    + "lead to it? (\(error.message))", isOfBrowser: false)
        case .timeout:
            self.init(
                words: "the chat site or the browser does not answer; it is tried again. Is the site up? "
                    + "(\(error.message))", isOfBrowser: false)
        default:
            self.init(words: error.message, isOfBrowser: true)
        }
    }

    private init(words: String, isOfBrowser: Bool) {
        self.words = words
        self.isOfBrowser = isOfBrowser
    }
}

/// The browser, or a tab that could not be brought back, ended while it was used.
struct BrowserEnded: Error, CustomStringConvertible {
    var description: String { "the browser or one of its tabs ended; it is started again" }
}
