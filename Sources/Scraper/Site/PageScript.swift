import DevTools
import FoundationEssentials
import Synchronization

/// What the script in every page can be asked; see Script/.
struct PageScript: Sendable {
    /// What the page as a whole shows.
    struct State: Codable, Sendable, Equatable {
        var isSignedIn: Bool
        var canOpenLogin: Bool
        var hasLoginForm: Bool
        /// The site's own words.
        var loginError: String?
        var hasChallenge: Bool
        /// The challenge has a field for a code, and a button that sends it.
        var canTakeCode: Bool
        /// The site says that the account is closed or suspended.
        var isBanned: Bool
        /// The name of the overlay that lies over the page, of those that the pack knows.
        var overlay: String?
        /// What lies over the page without the pack knowing it, as a selector; nil when nothing does.
        var cover: String?

        /// It shows whether the account is signed in; a page that is still being built does not.
        var isSettled: Bool { isSignedIn || hasLoginForm || canOpenLogin || hasChallenge || isBanned }
    }

    /// What a conversation's page shows.
    struct Conversation: Codable, Sendable, Equatable {
        /// It is the conversation that was asked for, whole and still. If not, the rest means nothing.
        var isReady: Bool
        /// The page offers to sign in instead.
        var isSignedOut: Bool
        /// A challenge, or the word that the account is suspended, stands in its place.
        var isGated: Bool
        var name: String
        var bubbles: [Transcript.Bubble]
        var isComplete: Bool
        /// What stands in the text box; nil when there is none.
        var box: String?
        /// Somebody else's text stands in the text box.
        var isTypedByHand: Bool
        var canSend: Bool
        /// Roles whose elements were found by themselves, and may not be used yet.
        var quarantined: [Role]
        /// What the page says about a message it did not take.
        var error: String?
        /// See ``Transcript/isFound``.
        var isFound: Bool

        var transcript: Transcript {
            Transcript(name: name, bubbles: bubbles, isComplete: isComplete, isFound: isFound)
        }
    }

    struct Sent: Decodable, Sendable, Equatable {
        /// An own bubble with the text appeared.
        var isThere: Bool
        var page: Conversation
    }

    /// The world the script lives in; the page sees nothing of it.
    static let world = World.isolated("switchboard")
    /// What the script calls with what it tells by itself.
    static let binding = "switchboardTell"

    /// What the script in a page tells by itself.
    enum Telling: String, Sendable {
        /// The list's rows, as JSON, each time they changed.
        case list = "watchList"
        /// The id of the conversation that is shown, each time its messages changed.
        case conversation = "watchConversation"
    }

    /// The script that later documents get, and the pack in it.
    private final class Installed: Sendable {
        let latest = Mutex<(script: InstalledScript, pack: HealedPack)?>(nil)
    }

    let page: Page
    private let installed = Installed()

    init(page: Page) {
        self.page = page
    }

    /// Puts the script, with the pack, into every document from now on.
    /// - Returns: what it tells, from every document anew. It comes from the page: treat it as hostile.
    func install(_ pack: HealedPack, telling: Telling) async throws -> AsyncStream<String> {
        let told = try await page.binding(Self.binding, in: Self.world, limit: 8)
        try await put(pack, telling: telling)
        return told
    }

    /// Has this document and all later ones look for what the pack says now. Does nothing when they do.
    func use(_ pack: HealedPack, telling: Telling) async throws {
        let old = installed.latest.withLock { $0 }
        guard old?.pack != pack else { return }
        try await put(pack, telling: telling)
        if let old { try await page.remove(old.script) }
        try await page.runFunction("(pack) => switchboard.use(pack)", arguments: [pack], in: Self.world)
    }

    private func put(_ pack: HealedPack, telling: Telling) async throws {
        // JSON is an expression of JavaScript. The pack is ours; nothing of a page ever becomes part of a source.
        let json = String(decoding: try JSONEncoder().encode(pack), as: UTF8.self)
        let source = """
            (() => {
            "use strict";
            if (window !== window.top) return;
            // Another one was put in before, and not taken out yet: the later one counts.
            if (globalThis.switchboard) return switchboard.use(\(json));
            \(Self.source)
            switchboard.use(\(json));
            addEventListener("DOMContentLoaded", () => switchboard.\(telling.rawValue)());
            })();
            """
        let script = try await page.install(script: source, in: Self.world)
        installed.latest.withLock { $0 = (script, pack) }
    }

    /// The files of Script/, which share one scope.
    private static let source = [
        PackageResources.address_js,
        PackageResources.elements_js, PackageResources.texts_js, PackageResources.times_js,
        PackageResources.reading_js, PackageResources.waiting_js,
        PackageResources.telling_js, PackageResources.typing_js, PackageResources.scrolling_js,
        PackageResources.masking_js,
        PackageResources.likeness_js,
        PackageResources.proposing_js, PackageResources.healing_controls_js, PackageResources.healing_list_js,
        PackageResources.healing_conversation_js, PackageResources.healing_js,
        PackageResources.redacting_js, PackageResources.looks_js, PackageResources.snapshot_js,
        PackageResources.exports_js,
    ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")

    func state() async throws -> State { try await call("() => switchboard.state()", []) }

    func rows() async throws -> [ConversationRow] { try await call("() => switchboard.rows()", []) }

    /// Whether the list is there, within the limit.
    func isListed(within limit: Duration) async throws -> Bool {
        try await wait("(limit) => switchboard.listed(limit)", [], limit)
    }

    /// Selectors that Chromium cannot read, as `role: selector`.
    /// - Parameter pack: the one that is in use, if none is given.
    func invalidSelectors(of pack: HealedPack? = nil) async throws -> [String] {
        try await call("(pack) => switchboard.invalid(pack ?? undefined)", [pack])
    }

    /// Per role of the pack, how many visible elements each of its selectors leads to.
    func counts() async throws -> [Role: [Int]] { try await call("() => switchboard.counts()", []) }

    /// Whether the page shows the role by a selector that the pack itself does not have.
    func isFound(_ role: Role) async throws -> Bool { try await call("(role) => switchboard.isByFound(role)", [role]) }

    /// What the controls look like that the pack finds at this moment.
    func portraits() async throws -> [Role: Portrait] { try await call("() => switchboard.remember()", []) }

    /// The texts of the notices that are shown.
    func notices() async throws -> [String] { try await call("() => switchboard.notices()", []) }

    /// What could be used for roles that the pack does not find on the page.
    func heal(
        remembering portraits: [Role: Portrait], knowing known: KnownContent, except rejected: [Role: [String]]
    ) async throws -> [HealProposal] {
        try await call(
            "(memory, known, rejected) => switchboard.heal(memory, known, rejected)", [portraits, known, rejected],
            timeout: .seconds(15))
    }

    /// Marks what is shown as belonging to the conversation that is left for another one.
    /// - Returns: false, and nothing is marked, when the page's address is that one's already.
    func leave(for conversation: String) async throws -> Bool {
        try await call("(id) => switchboard.leave(id)", [conversation])
    }

    /// The id of the conversation that the page shows, or is about to.
    func shownConversation() async throws -> String? { try await call("() => switchboard.idShown()", []) }

    /// The conversation once it is there; `isReady` is false when it did not come within the limit.
    func opened(_ conversation: String, within limit: Duration) async throws -> Conversation {
        try await wait("(id, limit) => switchboard.opened(id, limit)", [conversation], limit)
    }

    /// The conversation once it shows something else than before, or as it is when the limit is at its end.
    func changed(
        _ conversation: String, since shown: Conversation, within limit: Duration
    ) async throws -> Conversation {
        try await wait(
            "(id, count, last, limit) => switchboard.changed(id, count, last, limit)",
            [conversation, shown.bubbles.count, shown.bubbles.last?.text], limit)
    }

    /// How far a conversation reaches back.
    struct Reach: Decodable, Sendable {
        var count: Int
        var isComplete: Bool
    }

    /// How far the conversation reaches back once it shows more messages than `count`, or at the end of the limit.
    func grown(_ conversation: String, beyond count: Int, within limit: Duration) async throws -> Reach {
        try await wait("(id, count, limit) => switchboard.grown(id, count, limit)", [conversation, count], limit)
    }

    struct Collected: Decodable, Sendable {
        var bubbles: [Transcript.Bubble]
        var isComplete: Bool
    }

    /// At least so many of the latest messages, where only those in view are on the page.
    func collected(_ conversation: String, atLeast count: Int, within limit: Duration) async throws -> Collected {
        try await wait("(id, count, limit) => switchboard.collected(id, count, limit)", [conversation, count], limit)
    }

    /// A conversation's row, which must be on the page; see ``bring(_:within:)``.
    func row(_ conversation: String) -> ElementQuery {
        .function("(id) => switchboard.rowOf(id)", arguments: [conversation], in: Self.world)
    }

    /// Waits for a conversation's row, and scrolls to where it is on the page, if need be.
    /// - Returns: whether it is there.
    func bring(_ conversation: String, within limit: Duration) async throws -> Bool {
        try await wait("(id, limit) => switchboard.broughtRow(id, limit)", [conversation], limit)
    }

    /// All rows of the list, also those out of view.
    func allRows(within limit: Duration) async throws -> [ConversationRow] {
        try await wait("(limit) => switchboard.allRows(limit)", [], limit)
    }

    /// The conversation once its text box holds the text and it can be sent, or as it is at the end of the limit.
    func typed(_ text: String, in conversation: String, within limit: Duration) async throws -> Conversation {
        try await wait("(id, text, limit) => switchboard.typed(id, text, limit)", [conversation, text], limit)
    }

    /// Waits for the own bubble of a text that was sent, behind the `known` bubbles; no longer than until the
    /// site says that it did not take it, unless `evenIfRefused`.
    func sent(
        _ text: String, in conversation: String, after known: [Transcript.Bubble], within limit: Duration,
        evenIfRefused: Bool = false
    ) async throws -> Sent {
        try await wait(
            "(id, text, known, last, stubborn, limit) => switchboard.sent(id, text, known, last, stubborn, limit)",
            [conversation, text, known.count, known.last?.id, evenIfRefused], limit)
    }

    /// The first element of a role.
    func element(_ role: Role) -> ElementQuery {
        .function("(role) => switchboard.element(role)", arguments: [role.rawValue], in: Self.world)
    }

    /// Focuses a text field and selects all that stands in it, so that what is typed next replaces it.
    func selectText(in role: Role) async throws {
        try await page.runFunction(
            "(role) => switchboard.selectText(role)", arguments: [role.rawValue], in: Self.world)
    }

    /// Focuses the text box for a text.
    /// - Returns: false, and nothing is done, when somebody else's text stands there.
    func beginTyping(_ text: String) async throws -> Bool {
        try await call("(text) => switchboard.beginTyping(text)", [text])
    }

    func wait<Answer: Decodable & Sendable>(
        _ function: String, _ arguments: [any Encodable & Sendable], _ limit: Duration
    ) async throws -> Answer {
        try await call(function, arguments + [limit / .milliseconds(1)], timeout: limit + .seconds(2))
    }

    func call<Answer: Decodable & Sendable>(
        _ function: String, _ arguments: [any Encodable & Sendable], timeout: Duration = .seconds(5)
    ) async throws -> Answer {
        try await page.callFunction(
            function, arguments: arguments, as: Answer.self, in: Self.world, timeout: timeout)
    }
}
