import CheckedYAML
import FoundationEssentials

/// How a platform's pages are read: addresses, and for each role the selectors to try, best first. Data, not code.
///
/// The file's form is in platforms/pack.schema.json. Pages work with a ``HealedPack`` of it.
struct SelectorPack: Sendable, Equatable {
    struct Addresses: Encodable, Sendable, Equatable {
        /// Relative to the platform's address, as are the others. Nil on a site that nobody signs in to.
        var login: String?
        /// Where the list is; where there is no list, the one conversation.
        var inbox: String
        /// `{id}` stands for the conversation's id. Nil where conversations have no address.
        var conversation: String?
        /// A regular expression whose first group is the conversation's id within a link or an address; there is one
        /// where conversations have an address.
        var conversationID: String?
    }

    /// What kind of site it is.
    struct Form: Equatable, Sendable {
        enum Opening: Equatable, Sendable {
            /// Each conversation has an address.
            case address
            /// A conversation is shown by a click on its row.
            case click
            /// There is no list, and one conversation only, with this id.
            case only(String)
        }

        var hasSignIn: Bool
        var opening: Opening
    }

    /// One way to find a role.
    struct Candidate: Sendable, Equatable {
        var css: String
        /// What to read of the element instead of its text.
        var attribute: String?
        /// The label or short text that the element must have, in any case of letters: for a button among others that look
        /// the same.
        var name: String?
        /// What it says is a time in words or to the minute, such as `5 min ago`: it is told, and tells no two apart.
        var isRough = false
    }

    /// Something that lies over the page, and the only elements that may be clicked to be rid of it.
    struct Overlay: Encodable, Sendable, Equatable {
        var name: String
        /// Visible while the overlay is.
        var shown: String
        var dismiss: [String]
    }

    /// The platform's name: conversation ids begin with it. Lower-case letters, digits and `-`.
    var name: String
    /// Raised with every change of the file.
    var version: Int
    var urls: Addresses
    /// Hosts besides the platform's own from which attachments are loaded; `*.` in front stands for all below it.
    var attachmentHosts: [String] = []
    /// The id of the only conversation, on a site without a list.
    var only: String?
    var roles: [Role: [Candidate]]
    /// What the elements of a role must be, where it is not ``Role/invariants``.
    var invariants: [Role: [Invariant]] = [:]
    var overlays: [Overlay]

    var form: Form {
        let opening: Form.Opening =
            if let only { .only(only) } else if urls.conversation != nil { .address } else { .click }
        return Form(hasSignIn: urls.login != nil, opening: opening)
    }

    /// Reads and checks a pack.
    ///
    /// - Parameter source: what to call it in faults.
    init(yaml: String, source: String = "given") throws(FileFaults) {
        var reader = PackReader()
        let pack = reader.read(yaml)
        guard let pack, reader.faults.isEmpty else {
            throw FileFaults(in: "the selector pack \(source)", reader.faults)
        }
        self = pack
    }

    /// - Throws: ``FileFaults``.
    static func load(_ path: String) throws(FileFaults) -> SelectorPack {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw FileFaults(
                in: "the selector pack \(path)",
                [FileFault(problem: "it cannot be read: is SWITCHBOARD_PLATFORM_PACK right?")])
        }
        return try SelectorPack(yaml: text, source: path)
    }

    init(
        name: String, version: Int, urls: Addresses, only: String? = nil, roles: [Role: [Candidate]],
        invariants: [Role: [Invariant]] = [:], overlays: [Overlay]
    ) {
        self.name = name
        self.version = version
        self.urls = urls
        self.only = only
        self.roles = roles
        self.invariants = invariants
        self.overlays = overlays
    }

    /// What the elements of a role must be.
    func invariants(of role: Role) -> [Invariant] { invariants[role] ?? role.invariants }

    /// Where a conversation's page is; nil where it is opened by a click on its row.
    func address(of conversation: String) -> String? {
        if only != nil { return urls.inbox }
        return urls.conversation?.split(separator: "{id}", omittingEmptySubsequences: false)
            .joined(separator: conversation)
    }
}
