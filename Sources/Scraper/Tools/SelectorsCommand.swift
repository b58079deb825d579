import ArgumentParser
import FoundationEssentials
import Mongo
import Shared
import Store

/// `scraper selectors`: what is found where, and a person's word on it.
struct SelectorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selectors",
        abstract: "Shows where the roles of a page are found, and decides on what was found anew.",
        subcommands: [Check.self, Compare.self, Accept.self, Reject.self])

    /// Looks at the live site with the pack alone.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Visit the site, or a page that was kept, and count what each selector of the pack leads to.",
            discussion: """
                Signs in with MEETME_USERNAME and MEETME_PASSWORD in a browser of its own, and looks at the list and at \
                its first conversation. With --snapshot it looks at a page that was kept, and needs no site. Ends with \
                status 1 when a role without which nothing can be read is not found.
                """)

        @Option(help: "The selector pack's file; a snapshot has one by itself.")
        var pack: String?

        @Option(help: "The site's address.")
        var url: String?

        @Option(help: "The file of a page that was kept, instead of the site.")
        var snapshot: String?

        @Option(help: "The browser's program; without it, an installed Chromium or Chrome is found.")
        var browser: String?

        func validate() throws {
            guard snapshot == nil else {
                if url != nil { throw ValidationError("give --url or --snapshot, not both") }
                return
            }
            guard pack != nil, url != nil else { throw ValidationError("--pack and --url are needed, or --snapshot") }
        }

        func run() async throws {
            let survey = try await survey()
            print(survey.text)
            if !survey.missing.isEmpty { throw ExitCode(1) }
        }

        private func survey() async throws -> SelectorSurvey {
            if let snapshot {
                return try await StoredPage.with(snapshot, pack: pack, browser: browser) { try await $0.survey() }
            }
            let pack = try SelectorPack.load(pack ?? "")
            return try await Visit.with(pack: pack, url: url ?? "", browser: browser) { visit in
                var survey = SelectorSurvey(pack: pack)
                survey.add(try await visit.inbox.tab.script.counts())
                if let first = try await visit.rows().first {
                    _ = try await visit.conversation(first.id, atLeast: 1)
                    survey.add(try await visit.tab.script.counts())
                }
                return survey
            }
        }
    }

    /// Writes the table of what was found anew.
    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write selectorComparisons.md: for each role the pack's selector, what was found since, and why.",
            discussion: """
                Without --snapshot it is what the service found on the site and has stored. With it, it is what can be \
                told from that page alone, where no message is known: controls and the list's build.
                """)

        @Option(help: "The file to write; - prints it.")
        var output = "selectorComparisons.md"

        @Option(help: "The file of a page that was kept: compare with what is found on it.")
        var snapshot: String?

        @Option(help: "The selector pack's file, for a snapshot that has another.")
        var pack: String?

        @Option(help: "The browser's program, for a snapshot.")
        var browser: String?

        func run() async throws {
            let ledger = try await ledger()
            let text = SelectorComparisons(ledger, at: .now).markdown
            if output == "-" { return print(text, terminator: "") }
            try text.write(toFile: output, atomically: true, encoding: .utf8)
            print("\(output): \(ledger.entries.count) selectors")
        }

        private func ledger() async throws -> SelectorLedger {
            guard let snapshot else { return try await SelectorsCommand.book().ledger }
            return try await StoredPage.with(snapshot, pack: pack, browser: browser) { try await $0.compared() }
        }
    }

    /// Says that a selector is right.
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Use what was found for a role, at once; the running scraper has it within seconds.")

        @OptionGroup var choice: Choice

        func run() async throws {
            try await SelectorsCommand.decide(choice, .accept)
        }
    }

    /// Says that a selector is wrong.
    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Never use what was found for a role; the running scraper obeys within seconds.")

        @OptionGroup var choice: Choice

        func run() async throws {
            try await SelectorsCommand.decide(choice, .reject)
        }
    }

    /// What is accepted or rejected.
    struct Choice: ParsableArguments {
        @Argument(help: "The role, such as send.")
        var role: String

        @Option(help: "The selector, when several were found; without it, the latest.")
        var css: String?
    }

    private static func decide(_ choice: Choice, _ decision: SelectorDecision) async throws {
        let (name, css) = (choice.role, choice.css)
        guard let role = Role(rawValue: name) else { throw ValidationError("there is no role \(name)") }
        let word = SelectorOutcome(decision).rawValue
        guard try await memory({ try await $0.decide(decision, role, css: css) }) else {
            throw ValidationError(
                "nothing was found for \(name) that could be \(word): scraper selectors compare --output - shows what was"
            )
        }
        print("\(name): \(word)")
    }

    /// The book of the configured platform, as the running service uses it.
    private static func book() async throws -> SelectorBook {
        try await memory { try await $0.load() ?? SelectorBook(packVersion: $0.packVersion) }
    }

    private static func memory<R: Sendable>(
        _ body: @Sendable (SelectorStore) async throws -> R
    ) async throws -> R {
        let configuration = try ConfigurationLoader.load(ScraperConfiguration.self).configuration
        let pack = try SelectorPack.load(configuration.platformPack)
        let client = try MongoClient(
            uri: configuration.database.uri.reveal(), appName: "switchboard scraper selectors", threads: 1,
            defaultDatabase: configuration.database.name)
        let memory = SelectorStore(
            store: Store(service: .scraper, client: client), platform: pack.name, packVersion: pack.version)
        do {
            let result = try await body(memory)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }
}
