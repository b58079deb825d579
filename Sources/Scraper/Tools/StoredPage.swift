import DevTools
import FoundationEssentials
import Shared

/// A snapshot of a page in a browser of its own, without a network: it is read as the page was.
struct StoredPage: Sendable {
    /// Larger files are none of ours.
    static let fileLimit = 16 << 20
    /// How long a conversation may take to be there: it is there at once, or it never is.
    static let limit = Duration.seconds(2)

    let script: PageScript
    let pack: SelectorPack
    let head: PageScript.SnapshotHead
    /// The file's text.
    let html: String

    var address: String { head["address"] ?? "" }

    /// - Parameter packPath: without it, the pack of the snapshot's platform under platforms.
    /// - Throws: ``SnapshotFault``, ``FileFaults``, `DevToolsError`.
    static func with<R: Sendable>(
        _ file: String, pack packPath: String?, browser executable: String?, _ body: (StoredPage) async throws -> R
    ) async throws -> R {
        let html = try text(of: file)
        let profile = FileManager.default.temporaryDirectory.appending(path: "switchboard-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: profile) }
        var configuration = BrowserConfiguration(profileDirectory: profile, executable: executable)
        configuration.loadsImages = false
        // Nothing in a file that somebody gave us is to reach anybody.
        configuration.extraArguments = ["--host-resolver-rules=MAP * ~NOTFOUND"]
        let browser = try await Browser.launch(configuration)
        do {
            let result = try await body(try await open(html, from: file, pack: packPath, in: browser))
            await browser.close()
            return result
        } catch {
            await browser.close()
            throw error
        }
    }

    /// Shows a snapshot in a new page of a browser.
    static func open(
        _ html: String, from file: String, pack packPath: String?, in browser: Browser
    ) async throws -> StoredPage {
        let page = try await browser.newPage(blockedURLs: ["http*", "ws*", "ftp*", "file*"])
        try await page.setContent(guarded(html))
        let head = try await PageScript.snapshotHead(of: page)
        guard let name = head["pack"], let address = head["address"] else {
            throw SnapshotFault("\(file) is no snapshot of a page: give a file from SWITCHBOARD_SNAPSHOT_DIRECTORY")
        }
        let pack = try SelectorPack.load(try packPath ?? path(ofPack: name))
        let script = PageScript(page: page)
        _ = try await script.install(HealedPack(pack: pack, found: []), telling: .conversation)
        try await script.useStored(address)
        return StoredPage(script: script, pack: pack, head: head, html: html)
    }

    /// What the scraper reads on the page.
    func read() async throws -> ReplayedPage {
        let counts = try await script.counts()
        var page = ReplayedPage(
            pack: pack.name, address: address, state: try await script.state(), rows: try await script.rows(),
            found: counts.compactMapValues { $0.first { $0 > 0 } })
        if let conversation = try await script.shownConversation() {
            page.conversation = try await script.opened(conversation, within: Self.limit)
        }
        return page
    }

    func survey() async throws -> SelectorSurvey {
        let kind = PageKind(
            state: try await script.state(), conversation: try await script.shownConversation())
        var survey = SelectorSurvey(pack: pack, expected: kind.expected(of: pack.form))
        survey.add(try await script.counts())
        return survey
    }

    /// What could be used for the roles that the pack does not find on the page.
    func compared() async throws -> SelectorLedger {
        let proposals = try await script.heal(remembering: portraits, knowing: known, except: [:])
        var ledger = SelectorLedger(packVersion: pack.version)
        _ = ledger.take(proposals, replacing: pack, at: Timestamp.now.milliseconds)
        return ledger
    }

    /// What the controls looked like before the snapshot was taken.
    var portraits: [Role: Portrait] { noted("portraits") ?? [:] }

    /// What the page had to show, in the form that its texts have here.
    private var known: KnownContent { noted("known") ?? KnownContent() }

    private func noted<Value: Decodable>(_ name: String) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data((head[name] ?? "").utf8))
    }

    /// The file may have been changed since, or be of somebody else's making: it may run and load nothing.
    private static func guarded(_ html: String) -> String {
        let doctype = "<!doctype html>"
        let hasDoctype = html.prefix(200).drop(while: \.isWhitespace).lowercased().hasPrefix(doctype)
        return (hasDoctype ? doctype : "")
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            + html
    }

    private static func text(of file: String) throws -> String {
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        guard let size, size <= fileLimit, let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw SnapshotFault("\(file) cannot be read as a snapshot: is the path right?")
        }
        return text
    }

    private static func path(ofPack name: String) throws -> String {
        let path = "platforms/\(name).yaml"
        let isName = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isName, FileManager.default.isReadableFile(atPath: path) else {
            throw SnapshotFault("there is no \(path) for this snapshot: give its pack with --pack")
        }
        return path
    }
}

/// A file that is no snapshot, or cannot be used as one.
struct SnapshotFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
