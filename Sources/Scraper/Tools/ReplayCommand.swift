import ArgumentParser
import FoundationEssentials
import Shared

/// `scraper replay`: what the scraper reads on a page that was kept.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Reads a page that was kept when something failed on it, without a network.",
        discussion: """
            The scraper keeps how a page was built, without anybody's words, in SWITCHBOARD_SNAPSHOT_DIRECTORY. This \
            runs the same reading on it and says what is found for each role and what is not. With --as-test the page \
            and what is read on it become a test: correct the pack first.
            """)

    @Argument(help: "The snapshot's file.")
    var snapshot: String

    @Option(help: "The selector pack's file; without it, the one of the snapshot's platform under platforms.")
    var pack: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "Copy the page, and what is read on it, to the tests under this name.")
    var asTest: String?

    @Option(help: "Where the tests' pages are.")
    var tests = "Tests/ScraperTests/Snapshots"

    @Option(help: "The browser's program; without it, an installed Chromium or Chrome is found.")
    var browser: String?

    func validate() throws {
        guard let asTest else { return }
        let isName = asTest.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45
        }
        guard isName, !asTest.isEmpty else { throw ValidationError("--as-test must be letters, digits and -") }
    }

    func run() async throws {
        let (page, survey, head, html) = try await StoredPage.with(snapshot, pack: pack, browser: browser) { stored in
            (try await stored.read(), try await stored.survey(), stored.head, stored.html)
        }
        if let asTest { try SnapshotTest(folder: tests, name: asTest).write(html, expecting: page) }
        print(json ? try page.json() : "\(Self.title(head))\n\n\(survey.text)\n\n\(page.text)")
    }

    private static func title(_ head: PageScript.SnapshotHead) -> String {
        let failure = [head["failure"], head["role"]].compactMap(\.self).joined(separator: ", ")
        let cut = head["cut"].map { "\n\($0) elements were left out, the oldest first: the page was too large" } ?? ""
        return """
            \(head["pack"] ?? "") \(head["version"] ?? ""), \(head["address"] ?? "")
            kept at \(head["time"] ?? "an unknown time") because of: \(failure)\(cut)
            """
    }
}

/// A page that was kept, and what is read on it, as two files that a test compares.
struct SnapshotTest {
    let folder: String
    let name: String

    /// - Throws: ``SnapshotFault`` when there is one by that name.
    func write(_ html: String, expecting page: ReplayedPage) throws {
        let (pageFile, expectedFile) = ("\(folder)/\(name).html", "\(folder)/\(name).json")
        guard FileManager.default.fileExists(atPath: folder) else {
            throw SnapshotFault("there is no directory \(folder): run it in the project's directory, or give --tests")
        }
        for file in [pageFile, expectedFile] where FileManager.default.fileExists(atPath: file) {
            throw SnapshotFault("\(file) exists: choose another name, or remove it first")
        }
        try html.write(toFile: pageFile, atomically: true, encoding: .utf8)
        try "\(page.json())\n".write(toFile: expectedFile, atomically: true, encoding: .utf8)
    }
}
