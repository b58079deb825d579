import DevTools
import Foundation
import Shared

@testable import Sandbox
@testable import Scraper

/// A tab on the stand-in site, signed in, with people who have said things that stand nowhere else.
struct VisitedSite: Sendable {
    /// Names, messages and what is about them: none of these words is the site's own.
    static let names = ["Wilhelmina Oxenstierna", "Bartholomew Quigley", "Zsófia Kovácsné"]
    static let texts = [
        "Grüße aus Königswinter", "meet me at the aquarium tomorrow", "my number is 5550142 7788",
        "quokkas\nand wombats", "Привет незнакомец", "🦘 marsupials", "bring umbrellas please",
    ]

    let standIn: StandIn
    let browser: Browser
    let tab: Scraper.SitePage
    let conversation: String
    /// The people's ids.
    let ids: [String]

    /// - Parameter seed: when given, the pages are built anew by it once the account is signed in.
    static func with<R: Sendable>(
        _ skin: Skin, pack: String, seed: UInt64? = nil, _ body: @escaping @Sendable (VisitedSite) async throws -> R
    ) async throws -> R {
        try await StandIn.with(skin) { standIn in
            var ids: [String] = []
            for name in names {
                for text in texts { try await standIn.say(text, by: name) }
                let person = await standIn.site.person(named: name)
                _ = try await standIn.site.send("own kangaroo thoughts", in: person.id, key: nil)
                try await standIn.say("Liked your hedgehog!", by: name, asNotice: true)
                try await standIn.say("farewell \(name)", by: name)
                ids.append(person.id)
            }
            await standIn.site.markRead(ids[0])
            let people = ids
            return try await TestBrowser.with { browser in
                let pack = try Platforms.pack(pack)
                let tab = try await Scraper.SitePage.open(
                    browser, pack: HealedPack(pack: pack, found: []), base: standIn.base,
                    at: pack.urls.login ?? pack.urls.inbox,
                    telling: .conversation)
                let signIn = SignIn(username: "owner.hippocampus@example.org", password: Secret("right password"))
                if pack.form.hasSignIn { _ = try await signIn.run(on: tab) }
                // A page that is shown would load itself anew, at a moment of its own.
                try await tab.page.navigate(to: "about:blank")
                if let seed { await standIn.site.setSkin(.mutant, seed: seed) }
                return try await body(
                    VisitedSite(
                        standIn: standIn, browser: browser, tab: tab, conversation: people[0], ids: people))
            }
        }
    }

    func showList() async throws {
        try await tab.page.navigate(to: standIn.base + tab.pack.urls.inbox)
        try await tab.dismissOverlays()
        try await wait(for: Self.names)
    }

    /// Shows the conversation, whether the pack reads it or not.
    func showMessages() async throws {
        if let address = tab.pack.address(of: conversation) {
            try await tab.page.navigate(to: standIn.base + address)
            try await tab.dismissOverlays()
        } else {
            try await showList()
            try await tab.click(tab.script.row(conversation))
        }
        try await wait(for: ["bring umbrellas please"])
    }

    private func wait(for texts: [String]) async throws {
        let isThere = try await eventually {
            try await tab.page.callFunction(
                """
                (texts) => texts.every((text) => document.body.textContent.includes(text))
                  && document.querySelector("[aria-busy=true]") === null
                """, arguments: [texts], as: Bool.self)
        }
        guard isThere else { throw SiteError(.unavailable, "the stand-in does not show \(texts)") }
    }

    func showConversation() async throws -> PageScript.Conversation {
        try await tab.open(conversation, isShown: false) { _ in true }
    }

    /// Everything that must not be in a snapshot, in lower case: words of three letters or more, and ids.
    static func secrets(_ ids: [String]) -> Set<String> {
        let own = ["own kangaroo thoughts", "Liked your hedgehog!", "farewell", "owner.hippocampus", "right password"]
        let words = (names + texts + own).joined(separator: " ").lowercased()
            .split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 3 }
        // The site's own frame and the pack say these too.
        return Set(words).subtracting(["meet", "own", "the", "and", "from", "your", "number", "owner", "right"]).union(
            ids)
    }

    /// The tag, and whether a person could see it, of each element in the body that a snapshot has.
    static func seen(on page: Page) async throws -> [String] {
        try await page.callFunction(
            """
            () => {
              const out = "script, style, noscript, template, link, meta, base, title";
              const drawn = "svg *, math *, canvas *, video *, audio *, object *";
              return [...document.body.querySelectorAll("*")]
                .filter((element) => !element.matches(out) && !element.matches(drawn))
                .map((element) => {
                  const box = element.getBoundingClientRect();
                  let [right, bottom] = [box.right, box.bottom];
                  for (let at = element.parentElement; at; at = at.parentElement) {
                    right += at.scrollLeft;
                    bottom += at.scrollTop;
                  }
                  const isVisible = element.checkVisibility({ visibilityProperty: true });
                  const isSeen = isVisible && box.width > 1 && box.height > 1
                    && getComputedStyle(element).opacity !== "0" && right > 0 && bottom > 0;
                  return `${element.localName}.${element.className} ${isVisible} ${isSeen}`;
                });
            }
            """, timeout: .seconds(10))
    }
}
