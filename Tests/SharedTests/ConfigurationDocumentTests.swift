import Foundation
import Testing

@testable import Shared

@Suite struct `Documents of the configuration` {
    @Test func `.env.example is what the declarations say`() throws {
        let expected = ConfigurationDocument.dotEnvExample()
        #expect(try Repository.text(".env.example", updatedTo: expected) == expected)
    }

    @Test func `the tables of docs/configuration.md are what the declarations say`() throws {
        let path = "docs/configuration.md"
        let expected = try #require(
            ConfigurationDocument.replacingTables(in: Repository.text(path), with: ConfigurationDocument.tables()))
        #expect(try Repository.text(path, updatedTo: expected) == expected)
    }

    @Test func `.env.example sets nothing, and with every # removed it is a valid file`() throws {
        let example = ConfigurationDocument.dotEnvExample()
        let asItIs = DotEnv(parsing: example)
        #expect(asItIs.faults.isEmpty)
        #expect(asItIs.entries.values.allSatisfy { $0.value.isEmpty })
        #expect(
            Set(asItIs.entries.keys)
                == Set(VariableCatalog.all.filter { $0.isRequired || $0.requiredWhen != nil }.map(\.key)),
            "what is required has an empty place")

        let uncommented = example.split(separator: "\n").map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
        }.joined(separator: "\n")
        let full = DotEnv(parsing: uncommented)
        #expect(full.faults.isEmpty)
        #expect(Set(full.entries.keys) == Set(VariableCatalog.all.map(\.key)))
        for variable in VariableCatalog.all where asItIs.entries[variable.key] == nil {
            #expect(full.entries[variable.key]?.value == variable.standard ?? variable.example)
        }
        #expect(example.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func `a document without the marker lines is left alone`() {
        #expect(ConfigurationDocument.replacingTables(in: "# nothing", with: "x") == nil)
    }

    @Test func `the report of a valid configuration shows values, where they come from, and no secret`() {
        let report = ConfigurationLoader.checkConfigReport(
            DiscordRelayConfiguration.self,
            environment: [
                "DISCORD_BOT_TOKEN": "hunter2", "DISCORD_CHANNEL_ID": "1234567890123456789",
                "RABBITMQ_URL": "amqp://u:hunter3@127.0.0.1/", "SWITCHBOARD_LOG_LEVL": "debug",
            ], files: ConfigurationFiles(read: { _, _ in [] }, kind: { _ in .missing }))
        #expect(report.exitCode == 0)
        let lines = report.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.first == ["configuration", "is", "valid"])
        #expect(lines.contains(["DISCORD_BOT_TOKEN", "***", "environment"]))
        #expect(lines.contains(["RABBITMQ_URL", "amqp://u:***@127.0.0.1/", "environment"]))
        #expect(lines.contains(["SWITCHBOARD_PREFETCH", "32", "default"]))
        #expect(report.text.contains("warning: SWITCHBOARD_LOG_LEVL"))
        #expect(!report.text.contains("hunter"))
    }

    @Test func `the report of a faulty configuration is the list of faults and exit status 78`() {
        let report = ConfigurationLoader.checkConfigReport(
            SheetsSyncConfiguration.self, environment: [:],
            files: ConfigurationFiles(read: { _, _ in [] }, kind: { _ in .missing }))
        #expect(report.exitCode == 78)
        #expect(report.text.contains("GOOGLE_SHEET_ID is required and not set"))
        #expect(
            report.text.contains("GOOGLE_CREDENTIALS_PATH names \"credentials.json\", which does not exist (default)"))
    }
}
