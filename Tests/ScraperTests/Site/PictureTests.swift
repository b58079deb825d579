import DevTools
import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// What is on a picture of a page, and what is not.
    @Suite struct PictureTests {
        private static func open(_ browser: Browser, _ standIn: StandIn, _ pack: SelectorPack) async throws -> Inbox {
            let inbox = try await Inbox.open(
                browser, pack: HealedPack(pack: pack, found: []), base: standIn.base,
                signIn: SignIn(username: "me@example.org", password: Secret("right password")),
                heal: { _ in false }, remember: { _ in }, ask: { _ in })
            try await inbox.show()
            return inbox
        }

        private struct Area: Codable, Sendable {
            var left: Double
            var top: Double
            var width: Double
            var height: Double
        }

        /// Where on the window the elements are, by selector.
        private static func areas(of css: String, on tab: Scraper.SitePage) async throws -> [Area] {
            try await tab.page.callFunction(
                """
                (css) => [...document.querySelectorAll(css)].map((element) => element.getBoundingClientRect())
                  .map(({ left, top, width, height }) => ({ left, top, width, height }))
                  .filter(({ left, top, width, height }) => width > 4 && height > 4
                    && left + width <= innerWidth && top + height <= innerHeight && left >= 0 && top >= 0)
                """, arguments: [css])
        }

        /// How many colours each area of a picture has, without those of `hole`: decoded by the browser itself.
        private static func colors(
            _ picture: [UInt8], _ areas: [Area], without hole: Area?, in page: Page
        ) async throws -> [Int] {
            let url = "data:image/png;base64,\(Data(picture).base64EncodedString())"
            return try await page.callFunction(
                """
                async (url, areas, hole) => {
                  const image = new Image();
                  image.src = url;
                  await image.decode();
                  const canvas = new OffscreenCanvas(image.width, image.height);
                  const context = canvas.getContext("2d");
                  context.drawImage(image, 0, 0);
                  const { data } = context.getImageData(0, 0, image.width, image.height);
                  const pixels = new Uint32Array(data.buffer);
                  return areas.map(({ left, top, width, height }) => {
                    const seen = new Set();
                    for (let y = Math.ceil(top); y < top + height - 1; y += 1) {
                      for (let x = Math.ceil(left); x < left + width - 1; x += 1) {
                        if (hole && x >= hole.left - 60 && x <= hole.left + hole.width + 60
                          && y >= hole.top - 60 && y <= hole.top + hole.height + 60) continue;
                        seen.add(pixels[y * image.width + x]);
                      }
                    }
                    return seen.size;
                  });
                }
                """, arguments: [url, areas, hole], timeout: .seconds(60))
        }

        private static func changes(of tab: Scraper.SitePage) async throws -> Int {
            try await tab.page.evaluate("globalThis.changes", in: .main)
        }

        /// What the page looks like once it does not change by itself any more.
        private static func stillness(
            of tab: Scraper.SitePage
        ) async throws -> (picture: [UInt8], changes: Int) {
            let end = ContinuousClock.now + .seconds(20)
            var before = try await changes(of: tab)
            while true {
                let picture = try await tab.page.screenshot()
                let now = try await changes(of: tab)
                if now == before || ContinuousClock.now > end { return (picture, now) }
                before = now
            }
        }

        /// How large a part of two pictures differs by more than the smoothing of letters does.
        private static func difference(_ one: [UInt8], _ other: [UInt8], in page: Page) async throws -> Double {
            let urls = [one, other].map { "data:image/png;base64,\(Data($0).base64EncodedString())" }
            return try await page.callFunction(
                """
                async (urls) => {
                  const [one, other] = await Promise.all(urls.map(async (url) => {
                    const image = new Image();
                    image.src = url;
                    await image.decode();
                    const canvas = new OffscreenCanvas(image.width, image.height);
                    const context = canvas.getContext("2d");
                    context.drawImage(image, 0, 0);
                    return context.getImageData(0, 0, image.width, image.height).data;
                  }));
                  let different = 0;
                  for (let place = 0; place < one.length; place += 1) {
                    if (Math.abs(one[place] - other[place]) > 24) different += 1;
                  }
                  return different / one.length;
                }
                """, arguments: [urls], timeout: .seconds(60))
        }

        @Test(arguments: [
            (Skin.phoenix, "meetme", false), (.classic, "classic", true), (.react, "react", true),
        ])
        func `Of what lies under an unknown overlay nothing is on the picture, and all of it comes back`(
            skin: Skin, packName: String, isConversation: Bool
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("the first secret", by: "Mia")
                try await standIn.say("something of Noah's", by: "Noah")
                try await TestBrowser.with { browser in
                    let pack = try Platforms.pack(packName)
                    let tab = try await Self.open(browser, standIn, pack).tab
                    if isConversation { _ = try await tab.open(mia, isShown: false) { _ in true } }
                    _ = await standIn.site.begin(.advertisement)
                    #expect(try await eventually { try await tab.script.state().cover != nil })
                    try await tab.page.run(
                        """
                        globalThis.changes = 0;
                        new MutationObserver((all) => { globalThis.changes += all.length; }).observe(document,
                          { subtree: true, childList: true, attributes: true, characterData: true });
                        """, in: .main)
                    let before = try await Self.stillness(of: tab)
                    let picture = try #require(await tab.picture(of: .cover))
                    let after = try await tab.page.screenshot()
                    #expect(try await Self.changes(of: tab) == before.changes, "the page was told of something")
                    #expect(picture.type == "image/png" && picture.bytes.count < PagePicture.maximumSize)

                    let own: [Role] = [.row, .bubble, .conversationName, .textBox]
                    let css = own.flatMap { pack.roles[$0] ?? [] }.map(\.css).joined(separator: ", ")
                    let areas = try await Self.areas(of: css, on: tab)
                    let hole = try #require(try await Self.areas(of: ".promo-box", on: tab).first)
                    let plain = try await browser.newPage(blockedURLs: [])
                    #expect(
                        try await Self.difference(before.picture, after, in: plain) < 0.001,
                        "the page does not look as before")
                    let shown = try await Self.colors(before.picture, areas, without: hole, in: plain)
                    #expect(shown.contains { $0 > 1 }, "there was nothing to mask")
                    #expect(
                        try await Self.colors(picture.bytes, areas, without: hole, in: plain).allSatisfy { $0 <= 1 })
                    // What lies over the page can be read.
                    #expect(try await Self.colors(picture.bytes, [hole], without: nil, in: plain)[0] > 10)

                    // Whatever people write: the picture is the same, byte for byte.
                    try await standIn.say("quite another secret", by: "Mia")
                    try await standIn.say("and Zoe writes too", by: "Zoe")
                    #expect(
                        try await eventually {
                            try await Self.difference(before.picture, tab.page.screenshot(), in: plain) > 0.001
                        })
                    let still = try #require(await tab.picture(of: .cover))
                    #expect(still == picture)
                }
            }
        }

        @Test func `A challenge is on the picture with its letters, and without what was typed`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                try await TestBrowser.with { browser in
                    let inbox = try await Self.open(browser, standIn, try Platforms.pack("meetme"))
                    let tab = inbox.tab
                    _ = await standIn.site.begin(.challenge(try #require(Challenge(.captcha)), now: true))
                    #expect(try await eventually { try await tab.script.state().hasChallenge })
                    // Its focus ring would come and go otherwise.
                    try await tab.page.run("document.activeElement.blur()")
                    let empty = try #require(await tab.picture(of: .challenge))
                    try await tab.page.run("document.querySelector('#challenge-answer').value = 'PELICAN'")
                    let plain = try await tab.page.screenshot()
                    let filled = try #require(await tab.picture(of: .challenge))
                    #expect(filled == empty)
                    let other = try await browser.newPage(blockedURLs: [])
                    let letters = try await Self.areas(of: "#challenge svg", on: tab)
                    #expect(try await Self.colors(filled.bytes, letters, without: nil, in: other)[0] > 10)
                    let field = try await Self.areas(of: "#challenge-answer", on: tab)
                    let typed = try await Self.colors(plain, field, without: nil, in: other)[0]
                    #expect(try await Self.colors(filled.bytes, field, without: nil, in: other)[0] < typed)
                }
            }
        }

        @Test func `There is no picture of what is not there, or of what cannot be masked for certain`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                try await standIn.say("a secret", by: "Mia")
                try await TestBrowser.with { browser in
                    let tab = try await Self.open(browser, standIn, try Platforms.pack("meetme")).tab
                    #expect(await tab.picture(of: .cover) == nil)
                    #expect(await tab.picture(of: .challenge) == nil)
                    _ = await standIn.site.begin(.advertisement)
                    #expect(try await eventually { try await tab.script.state().cover != nil })
                    // A page may insist on showing something.
                    try await tab.page.run(
                        "document.body.firstElementChild.style.setProperty('opacity', '1', 'important')")
                    #expect(await tab.picture(of: .cover) == nil)
                    let sheets: Int = try await tab.page.evaluate("document.adoptedStyleSheets.length", in: .main)
                    #expect(sheets == 0)
                }
            }
        }
    }
}
