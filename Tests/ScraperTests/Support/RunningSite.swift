import DevTools
import Foundation
import Logging
import Shared
import Synchronization
import Testing

@testable import Sandbox
@testable import Scraper

/// A site that is kept alive by `run()` while a test uses it.
struct RunningSite: Sendable {
    let site: BrowserSite
    let seen: Seen
    let answers: AnswerDesk

    static var isPossible: Bool { browserPath != nil }
    static let impossible: Comment = "No Chromium: install it or set SWITCHBOARD_TEST_CHROMIUM."

    /// What the site has told so far.
    final class Seen: Sendable {
        private let told = Mutex<(states: [SessionState], all: [SessionNews])>(([], []))
        private let list = Mutex<[ConversationRow]>([])
        private let changed = Mutex<[String]>([])
        private let all = Mutex<Set<String>>([])
        private let selectors = Mutex<[SelectorDoctor.Report]>([])

        var states: [SessionState] { told.withLock { $0.states } }
        var action: String? { news.last?.action }
        var news: [SessionNews] { told.withLock { $0.all } }
        var rows: [ConversationRow] { list.withLock { $0 } }
        /// The conversations whose pages told of a change, in order.
        var changes: [String] { changed.withLock { $0 } }

        func row(_ conversation: String) -> ConversationRow? { rows.first { $0.id == conversation } }

        func add(_ news: SessionNews) {
            told.withLock { told in
                if told.states.last != news.state { told.states.append(news.state) }
                told.all.append(news)
            }
        }

        /// What was told about selectors.
        var reports: [SelectorDoctor.Report] { selectors.withLock { $0 } }

        func add(_ report: SelectorDoctor.Report) { selectors.withLock { $0.append(report) } }

        func change(_ conversation: String) { changed.withLock { $0.append(conversation) } }

        /// The conversations of every list that was told.
        var everSeen: Set<String> { all.withLock { $0 } }

        func set(_ rows: [ConversationRow]) {
            list.withLock { $0 = rows }
            all.withLock { $0.formUnion(rows.map(\.id)) }
        }
    }

    /// - Parameters:
    ///   - pack: a file's name under platforms, without its ending.
    ///   - changed: used in its place.
    ///   - folder: where cookies are kept, sealed with "right password"; otherwise they are not.
    static func with<R: Sendable>(
        _ standIn: StandIn, pack: String = "meetme", changed: SelectorPack? = nil, password: String = "right password",
        selectors: any SelectorMemory = BookInMemory(),
        packFile: PackFile? = nil, cookies folder: String? = nil, snapshots: SnapshotFolder? = nil,
        knowing: @escaping SelectorDoctor.Knowledge = { _ in ("", []) },
        _ body: @escaping @Sendable (RunningSite) async throws -> R
    ) async throws -> R {
        let profile = FileManager.default.temporaryDirectory.appending(path: "scraper-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: profile) }
        let seen = Seen()
        let answers = AnswerDesk()
        let browser = BrowserConfiguration(profileDirectory: profile, executable: browserPath)
        let site = BrowserSite(
            doctor: SelectorDoctor(
                pack: try packFile?.pack ?? changed ?? Platforms.pack(pack), memory: selectors, knowledge: knowing,
                snapshots: snapshots, tell: { seen.add($0) }),
            packFile: packFile, base: standIn.base, browser: browser,
            cookies: folder.map { CookieSnapshot(folder: $0, password: Secret("right password"), logger: .silent) },
            signIn: SignIn(username: "me@example.org", password: Secret(password)), tabs: 2, answers: answers,
            logger: .silent
        ) { seen.add($0) }
        return try await withThrowingTaskGroup(of: R?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await site.run()
                return nil
            }
            group.addTask {
                for await rows in await site.rows() { seen.set(rows) }
                return nil
            }
            group.addTask {
                for await conversation in await site.changes() { seen.change(conversation) }
                return nil
            }
            group.addTask { try await body(RunningSite(site: site, seen: seen, answers: answers)) }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Once Mia has written "one" and a tab has read it.
    static func withMia(
        _ skin: Skin = .phoenix, pack: String = "meetme",
        _ body: @escaping @Sendable (StandIn, RunningSite, _ mia: String) async throws -> Void
    ) async throws {
        try await StandIn.with(skin) { standIn in
            let mia = try await standIn.say("one", by: "Mia")
            try await with(standIn, pack: pack) { running in
                #expect(await eventually { running.seen.states.last == .connected })
                #expect(await eventually { running.seen.row(mia) != nil })
                _ = try await running.site.read(mia, atLeast: 50, .listed)
                try await body(standIn, running, mia)
            }
        }
    }

    /// Does something once the site lets it: while the session is being renewed, it does not.
    func whenSignedIn<R>(_ body: (BrowserSite) async throws -> R) async throws -> R {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                return try await body(site)
            } catch let error as SiteError where ContinuousClock.now < end && error.code == .signedOut {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    static let browserPath: String? = {
        let environment = ProcessInfo.processInfo.environment
        let configured = environment["SWITCHBOARD_TEST_CHROMIUM"].flatMap { $0.isEmpty ? nil : $0 }
        let known = (environment["PATH"] ?? "").split(separator: ":").flatMap { folder in
            ["chromium", "chromium-browser", "google-chrome"].map { "\(folder)/\($0)" }
        }
        return ([configured].compactMap { $0 } + known).first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
}

/// Waits until a condition holds; false when it does not within the limit.
func eventually(within limit: Duration = .seconds(20), _ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}

extension Logger {
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
