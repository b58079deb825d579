import Shared
import Synchronization

@testable import Scraper

/// A chat platform in memory with one conversation, which does with a reply what a test tells it.
final class ScriptedSite: ChatSite {
    /// What becomes of the next text that is typed.
    enum Fate: Sendable {
        case delivered
        /// It is sent, and then the browser is gone.
        case lostAfterSending
        case notTyped
        case ambiguous
        case handTyping
        /// The site was rebuilt, and it is not known where one types.
        case changed
    }

    private struct Scene {
        var bubbles: [Transcript.Bubble] = []
        var fate = Fate.delivered
        var typed = 0
        var isWindowed = false
        var isFound = false
        var loads: [LoadedAttachment?] = []
        var loaded: [String] = []
    }

    let platform = "meetme"
    private let scene = Mutex(Scene())

    /// How often something was sent.
    var typed: Int { scene.withLock { $0.typed } }
    var transcript: Transcript {
        scene.withLock { Transcript(name: "Dana", bubbles: $0.bubbles, isComplete: true, isFound: $0.isFound) }
    }

    /// Its bubbles are found by selectors that the pack does not have.
    var isFound: Bool {
        get { scene.withLock { $0.isFound } }
        set { scene.withLock { $0.isFound = newValue } }
    }

    /// It shows no more of the latest bubbles than are asked for.
    var isWindowed: Bool {
        get { scene.withLock { $0.isWindowed } }
        set { scene.withLock { $0.isWindowed = newValue } }
    }

    func change(_ body: (inout [Transcript.Bubble]) -> Void) { scene.withLock { body(&$0.bubbles) } }

    func plan(_ fate: Fate) { scene.withLock { $0.fate = fate } }

    func show(_ text: String, isOwn: Bool = false) {
        let bubble = Transcript.Bubble(id: nil, isOwn: isOwn, author: nil, text: text, at: nil)
        scene.withLock { $0.bubbles.append(bubble) }
    }

    /// What the next addresses give that are asked; nil for a site that cannot be used.
    func give(_ answers: LoadedAttachment?...) { scene.withLock { $0.loads += answers } }

    /// The addresses that were asked.
    var loaded: [String] { scene.withLock { $0.loaded } }

    func load(_ address: String, limit: Int) async throws -> LoadedAttachment {
        let answer = scene.withLock { scene in
            scene.loaded.append(address)
            return scene.loads.isEmpty ? nil : scene.loads.removeFirst()
        }
        guard let answer else { throw SiteError(.unavailable, "the browser is gone") }
        return answer
    }

    func rows() async -> AsyncStream<[ConversationRow]> { AsyncStream { $0.finish() } }

    func changes() async -> AsyncStream<String> { AsyncStream { $0.finish() } }

    func read(_ conversation: String, atLeast bubbles: Int, _ view: ConversationView) async throws -> Transcript {
        var shown = transcript
        guard isWindowed, shown.bubbles.count > bubbles else { return shown }
        shown.bubbles = shown.bubbles.suffix(bubbles)
        shown.isComplete = false
        return shown
    }

    func type(
        _ text: String, in conversation: String,
        ifCurrent isCurrent: @escaping @Sendable (Transcript) async throws -> Bool
    ) async throws -> TypingResult {
        let fate = scene.withLock { $0.fate }
        if case .changed = fate { throw SiteError(.selectors, "the text box is not found") }
        if case .handTyping = fate { return .handTyping }
        guard try await isCurrent(transcript) else { return .outOfDate }
        if case .notTyped = fate { return .notTyped(reason: "the send button stays disabled") }
        scene.withLock { $0.typed += 1 }
        if case .ambiguous = fate { return .ambiguous(reason: "no bubble came") }
        show(text, isOwn: true)
        if case .lostAfterSending = fate { throw SiteError(.unavailable, "the browser is gone") }
        return .delivered(transcript)
    }
}
