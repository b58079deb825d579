import Shared

/// The chat platform, as the rest of the scraper sees it: nothing behind this line knows events, nothing before it
/// knows a browser.
protocol ChatSite: Sendable {
    /// The platform's name, which conversation ids begin with, such as `meetme`.
    var platform: String { get }

    /// The rows of the conversation list each time something about them changed, newest state only; the first element
    /// is the list as it is. Ends with the site.
    func rows() async -> AsyncStream<[ConversationRow]>

    /// The ids of conversations that are shown at the moment, each time their messages changed there. It may come before
    /// the list tells of it, and it is all that tells of an older message that was edited. Ends with the site.
    func changes() async -> AsyncStream<String>

    /// Reads a conversation as its page shows it, oldest bubble first.
    ///
    /// - Parameter bubbles: how many of the latest to read at least, where there are that many.
    /// - Throws: ``SiteError``.
    func read(_ conversation: String, atLeast bubbles: Int, _ view: ConversationView) async throws -> Transcript

    /// Loads what a page showed as an attachment, as the account may see it.
    ///
    /// - Parameter limit: in bytes; of a larger one nothing is kept.
    /// - Throws: ``SiteError`` when the site cannot be used now: that says nothing about the attachment.
    func load(_ address: String, limit: Int) async throws -> LoadedAttachment

    /// Types a text into the conversation, reads it back, sends it and waits for its bubble. One at a time in a
    /// conversation.
    ///
    /// - Parameter isCurrent: asked with what the page shows after it was opened and before anything is typed; a false
    ///   answer ends it with nothing typed.
    func type(
        _ text: String, in conversation: String,
        ifCurrent isCurrent: @escaping @Sendable (Transcript) async throws -> Bool
    ) async throws -> TypingResult
}

/// How new what is read has to be.
enum ConversationView: Sendable {
    /// As the page shows it, which told of its change itself.
    case shown
    /// At least as new as what the list says.
    case listed
    /// As the site holds it: the page is loaded anew before.
    case loadedAnew
}

/// One row of the conversation list.
struct ConversationRow: Codable, Sendable, Hashable {
    /// The platform's id of the conversation.
    var id: String
    var name: String
    /// The last message as far as the list shows it, system notices included.
    var preview: String
    /// When the row says something last happened, in milliseconds since 1970; nil when it shows no time. One that is told
    /// in words stays as it is until they speak of something later.
    var at: Int64?
    var isUnread: Bool
}

/// A conversation as its page shows it, oldest first. System notices are left out.
struct Transcript: Codable, Sendable, Equatable {
    struct Bubble: Codable, Sendable, Hashable {
        /// The platform's id of the message, where it has one.
        var id: String?
        var isOwn: Bool
        /// As shown; nil when the bubble names nobody.
        var author: String?
        var text: String
        /// Milliseconds since 1970; nil when the bubble shows no time.
        var at: Int64?
        /// The time was told in words or to the minute: it may read a little otherwise the next time.
        var isRough = false
        /// The page marks it as edited.
        var isEdited = false
        /// What came with it, in the page's order; nil when nothing did.
        var attachments: [ShownAttachment]?
    }

    /// The other person's name as the page or the list shows it.
    var name: String
    var bubbles: [Bubble]
    /// Whether the first bubble is the conversation's first.
    var isComplete: Bool
    /// The bubbles were found by selectors that the pack does not have: that something is not shown proves nothing.
    var isFound = false
}

/// A picture, recording or file as a page shows it.
struct ShownAttachment: Codable, Sendable, Hashable {
    var kind: MessageAttachment.Kind
    /// Absolute, without fragment; empty when there is none, or a longer one than is kept.
    var address: String
}

/// How typing ended.
enum TypingResult: Sendable, Equatable {
    /// Its bubble was read back; the transcript ends with it or with what came after.
    case delivered(Transcript)
    /// The page no longer shows what the reply answers; nothing was typed.
    case outOfDate
    /// Somebody types there by hand: nothing was touched, and `isCurrent` was not asked.
    case handTyping
    /// It is certain that nothing was sent.
    case notTyped(reason: String)
    /// It may have been sent; a person has to look.
    case ambiguous(reason: String)
}

/// The page could not be read or used.
struct SiteError: Error, CustomStringConvertible {
    enum Code: String, Sendable {
        /// Not signed in any more.
        case signedOut
        /// A challenge or the end of the account is shown: it takes as long as a person takes.
        case needsPerson
        /// A role of the selector pack was not found.
        case selectors
        /// The browser or the page did not answer, or the network failed.
        case unavailable
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
