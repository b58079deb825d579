import DevTools
import Testing

@testable import Scraper

@Suite struct SiteTroubleTests {
    @Test func `A site that cannot be loaded is no fault of the browser, and the words name the variable`() {
        let trouble = SiteTrouble(DevToolsError(.navigationFailed, "net::ERR_NAME_NOT_RESOLVED."))
        #expect(!trouble.isOfBrowser)
        #expect(trouble.words.contains("SWITCHBOARD_PLATFORM_URL"))
        #expect(trouble.words.contains("net::ERR_NAME_NOT_RESOLVED."))
    }

    @Test(arguments: [DevToolsError.Code.crashed, .launchFailed, .closed])
    func `What the browser itself does counts`(code: DevToolsError.Code) {
        #expect(SiteTrouble(DevToolsError(code, "gone")).isOfBrowser)
        #expect(SiteTrouble(BrowserEnded()).isOfBrowser)
    }

    @Test func `A selector that is not found counts against the site`() {
        let trouble = SiteTrouble(SiteError(.selectors, "compare the role list"))
        #expect(trouble == SiteTrouble(SiteError(.unavailable, "compare the role list")))
        #expect(!trouble.isOfBrowser && trouble.words == "compare the role list")
    }
}
