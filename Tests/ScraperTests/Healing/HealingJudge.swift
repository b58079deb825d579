import DevTools
import Foundation
import Shared

@testable import Sandbox
@testable import Scraper

/// Looks at the stand-in site under markup made from seeds, and compares what the script proposes for each role with
/// what the site itself says is true.
struct HealingJudge: Sendable {
    /// What became of the roles that one or more pages showed.
    struct Tally: Sendable {
        var shown = 0
        var found = 0
        /// Proposals that lead to another element than the role's, as `seed role selector`.
        var wrong: [String] = []
        /// Roles that were shown and for which nothing was proposed, as `seed role`.
        var missed: [String] = []

        static func += (left: inout Tally, right: Tally) {
            left.shown += right.shown
            left.found += right.found
            left.wrong += right.wrong
            left.missed += right.missed
        }
    }

    private struct Verdict: Decodable, Sendable {
        var role: String
        var isShown: Bool
        var isFound: Bool
        var isRight: Bool
        /// What was found and what is true, to look into a mistake.
        var note: String
    }

    let standIn: StandIn
    let browser: Browser
    let tab: Scraper.SitePage
    let book: SelectorBook
    let rows: [String: KnownContent.Row]
    let conversation: String
    let known: KnownContent

    /// Signs in while the pack still fits, and remembers what it sees, as the service does.
    static func with<R: Sendable>(
        _ browser: Browser, _ standIn: StandIn, _ body: (HealingJudge) async throws -> R
    ) async throws -> R {
        let mia = try await populate(standIn)
        let pack = try Platforms.pack("meetme")
        var book = SelectorBook(packVersion: pack.version)
        let tab = try await Scraper.SitePage.open(
            browser, pack: HealedPack(pack: pack, found: []), base: standIn.base, at: "", telling: .list)
        func remember() async throws {
            book.remember(try await tab.script.portraits(), notices: try await tab.script.notices())
        }
        _ = try await tab.state(within: .seconds(10)) { $0.canOpenLogin }
        try await remember()
        try await tab.click(.loginOpen)
        _ = try await tab.state(within: .seconds(10)) { $0.hasLoginForm }
        try await remember()
        _ = try await SignIn(username: "me@example.org", password: Secret("right password")).run(on: tab)
        try await tab.page.navigate(to: standIn.base + pack.urls.inbox)
        try await tab.dismissOverlays()
        _ = try await tab.script.isListed(within: .seconds(5))
        _ = await eventually { (try? await tab.script.rows().count) == 6 }
        try await remember()
        let rows = try await tab.script.rows()
        try await tab.page.navigate(to: standIn.base + (pack.address(of: mia) ?? ""))
        let shown = try await tab.settled(mia)
        try await remember()
        var known = KnownContent(notices: book.notices)
        known.name = "Mia Torres"
        known.messages = shown.bubbles.map { KnownContent.Message(text: $0.text, isOwn: $0.isOwn, at: $0.at) }
        known.rows = Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0.id, KnownContent.Row(name: $0.name, preview: $0.preview, at: $0.at, isUnread: $0.isUnread))
            })
        return try await body(
            HealingJudge(
                standIn: standIn, browser: browser, tab: tab, book: book, rows: known.rows, conversation: mia,
                known: known))
    }

    /// Five people, some unread, and one long conversation with notices and own messages.
    private static func populate(_ standIn: StandIn) async throws -> String {
        for (name, text) in [
            ("Noah Kim", "hello there"), ("Ines Roy", "how was it?"), ("Omar Haddad", "see you at 8"),
            ("Zoe Walsh", "that is funny"), ("Leo Park", "good night"),
        ] {
            let id = try await standIn.say(text, by: name)
            if name < "P" { await standIn.site.markRead(id) }
        }
        let person = await standIn.site.person(named: "Mia Torres")
        try await standIn.site.writeHistory(of: person, messages: 70)
        try await standIn.say("are you there?", by: "Mia Torres")
        try await standIn.say("Liked your photo!", by: "Mia Torres", asNotice: true)
        _ = try await standIn.site.send("yes, just now", in: person.id, key: nil)
        try await standIn.say("what did you do today?", by: "Mia Torres")
        _ = try await standIn.site.send("a long walk by the river", in: person.id, key: nil)
        try await standIn.say("lovely 🙂", by: "Mia Torres")
        await standIn.site.markRead(person.id)
        return person.id
    }

    /// Visits the sign-in page, the list and a conversation under one seed's markup.
    func judge(seed: UInt64) async throws -> Tally {
        await standIn.site.signOutEveryone()
        await standIn.site.setSkin(.mutant, seed: seed)
        var tally = Tally()
        try await load("")
        tally += try await look(seed, conversation: false)
        try await tab.page.runFunction("() => PAVILION_TRUTH('loginOpen')[0].click()", in: .main)
        _ = try await eventually { try await truth("loginPassword") == 1 }
        tally += try await look(seed, conversation: false)
        try await tab.page.runFunction(
            """
            () => fetch('/site/api/login', {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({username: 'me@example.org', password: 'right password'})})
            """, in: .main)
        try await load("#chat")
        _ = try await eventually { try await truth("row") == 6 }
        try await dismissPopUp()
        tally += try await look(seed, conversation: false)
        try await load("#meet/member/\(conversation)/chat")
        _ = try await eventually { try await truth("bubble") > 40 }
        tally += try await look(seed, conversation: true)
        return tally
    }

    private func load(_ address: String) async throws {
        try await tab.page.navigate(to: "about:blank")
        try await tab.page.navigate(to: standIn.base + address)
        _ = try await eventually {
            try await tab.page.evaluate("typeof PAVILION_TRUTH === 'function'", as: Bool.self, in: .main)
        }
    }

    private func dismissPopUp() async throws {
        try await tab.page.runFunction(
            "() => document.querySelector('[role=dialog] button, [role=dialog] [role=button]')?.click()", in: .main)
    }

    private func truth(_ role: String) async throws -> Int {
        try await tab.page.callFunction(
            "(role) => PAVILION_TRUTH(role).length", arguments: [role], as: Int.self, in: .main)
    }

    private func look(_ seed: UInt64, conversation: Bool) async throws -> Tally {
        var content = KnownContent(rows: rows, notices: book.notices)
        if conversation { content = known }
        let proposals = try await tab.script.heal(remembering: book.portraits, knowing: content, except: [:])
        var ledger = SelectorLedger(packVersion: tab.pack.version)
        for _ in 0..<SelectorLedger.neededConfirmations { _ = ledger.take(proposals, replacing: tab.pack, at: 0) }
        try await tab.use(HealedPack(pack: tab.pack, found: ledger.usable))
        try await tab.page.runFunction(Self.marking, in: PageScript.world)
        let verdicts = try await tab.page.callFunction(
            Self.verdicts, as: [Verdict].self, in: .main, timeout: .seconds(20))
        try await tab.use(HealedPack(pack: tab.pack, found: []))
        var tally = Tally()
        for verdict in verdicts {
            let name = "\(seed) \(verdict.role)"
            if verdict.isFound, !verdict.isRight {
                let proposal = proposals.first { $0.role.rawValue == verdict.role }
                tally.wrong.append("\(name) \(proposal?.css ?? "") (\(proposal?.evidence ?? "")) \(verdict.note)")
            }
            guard verdict.isShown else { continue }
            tally.shown += 1
            if verdict.isFound, verdict.isRight { tally.found += 1 }
            if !verdict.isFound { tally.missed.append("\(name) \(verdict.note)") }
        }
        return tally
    }

    /// Marks what the scraper's script takes for each role.
    private static let marking = """
        () => {
            const mark = (element, role) => {
                if (element?.checkVisibility()) element.dataset.judge = `${element.dataset.judge ?? ''} ${role}`;
            };
            for (const role of ['loginOpen', 'loginUsername', 'loginPassword', 'loginSubmit', 'textBox', 'send',
                'loadEarlier']) mark(switchboard.element(role), role);
            for (const role of ['signedIn', 'list', 'conversationName']) mark(switchboard.find(document, role), role);
            const address = (row) => switchboard.find(row, 'rowLink')?.getAttribute('href') ?? '';
            for (const row of switchboard.findAll(document, 'row')) {
                if (!/member.[0-9]+.chat/.test(address(row))) continue;
                mark(row, 'row');
                for (const role of ['rowLink', 'rowName', 'rowTime', 'rowPreview', 'rowUnread']) {
                    mark(switchboard.find(row, role), role);
                }
            }
            for (const bubble of switchboard.findAll(document, 'bubble')) {
                const notice = switchboard.find(bubble, 'systemNotice');
                if (notice !== null) mark(bubble, 'systemNotice');
                else {
                    mark(bubble, 'bubble');
                    mark(switchboard.find(bubble, 'bubbleText'), 'bubbleText');
                    if (switchboard.find(bubble, 'bubbleOwn') !== null) mark(bubble, 'bubbleOwn');
                }
            }
        }
        """

    /// Runs in the page's own world, where the site tells the truth.
    private static let verdicts = """
        () => {
            const roles = ['loginOpen', 'loginUsername', 'loginPassword', 'loginSubmit', 'signedIn', 'list', 'row',
                'rowLink', 'rowName', 'rowTime', 'rowPreview', 'rowUnread', 'conversationName', 'bubble', 'bubbleText',
                'bubbleOwn', 'loadEarlier', 'textBox', 'send'];
            const all = ['row', 'rowLink', 'rowName', 'rowTime', 'rowPreview', 'bubble', 'bubbleText', 'bubbleOwn'];
            const verdicts = roles.map((role) => {
                const right = PAVILION_TRUTH(role);
                const marked = [...document.querySelectorAll(`[data-judge~="${role}"]`)];
                const wrong = marked.find((element) => !PAVILION_IS(role, element));
                // Nobody opens a form that is open.
                const isShown = right.length > 0
                    && (role !== 'loginOpen' || PAVILION_TRUTH('loginPassword').length === 0);
                return {
                    role, isShown, isFound: marked.length > 0 && (!all.includes(role) || marked.length >= right.length),
                    isRight: wrong === undefined,
                    note: (wrong ?? right[0]?.parentElement)?.outerHTML.slice(0, 600) ?? '',
                };
            });
            for (const element of document.querySelectorAll('[data-judge]')) delete element.dataset.judge;
            return verdicts;
        }
        """
}
