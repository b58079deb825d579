import FoundationEssentials

/// How a platform's pages are read: addresses, and for each role the selectors to try, best first. Data, not code.
///
/// The file's form is in platforms/pack.schema.json. Encoded, a pack is what Script/page.js works with.
struct SelectorPack: Encodable, Sendable, Equatable {
    struct Addresses: Encodable, Sendable, Equatable {
        /// Relative to the platform's address, as are the others.
        var login: String
        var inbox: String
        /// `{id}` stands for the conversation's id.
        var conversation: String
        /// A regular expression whose first group is the conversation's id within a link or an address.
        var conversationID: String
    }

    /// One way to find a role.
    struct Candidate: Encodable, Sendable, Equatable {
        var css: String
        /// What to read of the element instead of its text.
        var attribute: String?
        /// The label that the element must have, in any case of letters: for a button among others that look the same.
        var name: String?
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
    var roles: [Role: [Candidate]]
    var overlays: [Overlay]

    /// Reads and checks a pack.
    ///
    /// - Parameter source: what to call it in faults.
    init(yaml: String, source: String = "given") throws(PackFaults) {
        var reader = PackReader()
        let pack = reader.read(yaml)
        guard let pack, reader.faults.isEmpty else { throw PackFaults(source, reader.faults) }
        self = pack
    }

    /// - Throws: ``PackFaults``.
    static func load(_ path: String) throws(PackFaults) -> SelectorPack {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw PackFaults(path, [PackFault(problem: "it cannot be read: is SWITCHBOARD_PLATFORM_PACK right?")])
        }
        return try SelectorPack(yaml: text, source: path)
    }

    init(name: String, version: Int, urls: Addresses, roles: [Role: [Candidate]], overlays: [Overlay]) {
        self.name = name
        self.version = version
        self.urls = urls
        self.roles = roles
        self.overlays = overlays
    }

    /// Where a conversation's page is.
    func address(of conversation: String) -> String {
        urls.conversation.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: conversation)
    }
}
