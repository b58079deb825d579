import DevTools
import Testing

@testable import Scraper

extension BrowserTests {
    /// A candidate whose element is not what it must be is passed over.
    @Suite struct InvariantTests {
        private static let pack = """
            name: test
            version: 1
            urls: { inbox: "i", conversation: "c/{id}", conversationID: "c/([0-9]+)" }
            roles:
              signedIn: ["#me"]
              list: ["#list"]
              row: [".row"]
              rowLink: ["a"]
              rowName: [".name"]
              rowTime: [".when", { css: ".date", attribute: datetime }]
              conversationName: ["h1"]
              bubble: [".bubble"]
              bubbleText: [".text"]
              bubbleAuthor: { find: [".label", ".author"], must: [participant] }
              bubbleOwn: [".own"]
              textBox: [".hidden", ".picture", ".two", "#box"]
              send: [".two", "#send"]
            """
        private static let page = """
            data:text/html,<h1>Mia</h1>
            <div id=list><div class=row><span class=when>typing</span><time class=date datetime=2026-11-20></time></div></div>
            <div class=bubble><b class=label>VIP</b><b class=author>Mia</b><p class=text>hi</p></div>
            <textarea class=hidden style=display:none></textarea><img class=picture width=20 height=20>
            <textarea class=two></textarea><textarea class=two></textarea><div id=box contenteditable>x</div>
            <button id=send>Send</button>
            """

        @Test func `The next candidate is tried when an element is not what the role must be`() async throws {
            try await TestBrowser.with { browser in
                let page = try await browser.newPage()
                let script = PageScript(page: page)
                let pack = HealedPack(pack: try SelectorPack(yaml: Self.pack), found: [])
                _ = try await script.install(pack, telling: .conversation)
                try await page.navigate(to: Self.page.replacing("\n", with: ""))
                let found: [String?] = try await page.callFunction(
                    """
                    () => ["textBox", "send", "rowTime", "bubbleAuthor"].map((role) => {
                      const element = switchboard.find(document, role);
                      return element && (element.id || element.className);
                    })
                    """, in: PageScript.world)
                #expect(found == ["box", "send", "date", "author"])
                let counts = try await script.counts()
                #expect(counts[.textBox] == [0, 0, 2, 1])
            }
        }
    }
}
