import Foundation
import Testing

@testable import Shared

@Suite struct `Loading the configuration` {
    /// Files by path; whatever is not there is missing, except those that defaults name.
    private func files(_ contents: [String: String]) -> ConfigurationFiles {
        let all = contents.merging(["platforms/meetme.yaml": "", "credentials.json": "{}"]) { given, _ in given }
        return ConfigurationFiles(
            read: { path, limit throws(InvalidValue) in
                guard let text = all[path] else { throw InvalidValue("cannot be opened (No such file or directory)") }
                guard text.utf8.count <= limit else { throw InvalidValue("is larger than \(limit) bytes") }
                return Array(text.utf8)
            }, kind: { all[$0] == nil ? .missing : .file })
    }

    private func load<C: ServiceConfiguration>(
        _ type: C.Type, _ environment: [String: String] = [:], _ contents: [String: String] = [:]
    ) throws(ConfigurationFaults) -> LoadedConfiguration<C> {
        try ConfigurationLoader.load(type, environment: environment, files: files(contents))
    }

    private func faults<C: ServiceConfiguration>(
        _ type: C.Type, _ environment: [String: String] = [:], _ contents: [String: String] = [:]
    ) -> ConfigurationFaults? {
        do {
            _ = try load(type, environment, contents)
            return nil
        } catch {
            return error
        }
    }

    private static let scraper = ["MEETME_USERNAME": "me@example.org", "MEETME_PASSWORD": "hunter2"]

    @Test func `defaults serve a machine that has everything on it`() throws {
        let configuration = try load(ScraperConfiguration.self, Self.scraper).configuration
        #expect("\(configuration.runtime.logLevel)" == "info")
        #expect(configuration.runtime.adminHost == "127.0.0.1")
        #expect(configuration.runtime.adminPort == 9101)
        #expect(configuration.runtime.drain == .seconds(8))
        #expect(configuration.broker.url.reveal() == "amqp://guest:guest@127.0.0.1:5672/")
        #expect(configuration.broker.prefix == "switchboard")
        #expect(ServiceName.allCases.allSatisfy { configuration.broker.partitions(of: $0) == 4 })
        #expect(configuration.broker.prefetch == 32)
        #expect(configuration.database.name == "switchboard")
        #expect(configuration.database.threads == 4)
        #expect(configuration.platformURL.description == "https://www.meetme.com/")
        #expect(configuration.isHeadless)
        #expect(configuration.tabs == 3)
        #expect(configuration.password == Secret("hunter2"))
    }

    @Test func `the environment wins over the file, also with nothing`() throws {
        let contents = [
            ".env": "MEETME_USERNAME=file\nMEETME_PASSWORD=x\nSWITCHBOARD_BROWSER_TABS=5\nRABBITMQ_QUEUE=mine"
        ]
        let loaded = try load(
            ScraperConfiguration.self, ["MEETME_USERNAME": "real", "SWITCHBOARD_BROWSER_TABS": ""], contents)
        #expect(loaded.configuration.username == "real")
        #expect(loaded.configuration.tabs == 3)
        #expect(loaded.configuration.broker.prefix == "mine")
        let origins = Dictionary(uniqueKeysWithValues: loaded.settings.map { ($0.key, $0.origin) })
        #expect(origins["MEETME_USERNAME"] == .environment)
        #expect(origins["RABBITMQ_QUEUE"] == .dotEnv(path: ".env", line: 4))
        #expect(origins["SWITCHBOARD_BROWSER_TABS"] == .standard)
    }

    @Test func `an empty value in the file counts as not set`() throws {
        let faults = faults(ScraperConfiguration.self, ["MEETME_USERNAME": "x"], [".env": "MEETME_PASSWORD=\n"])
        #expect(faults?.faults.map(\.subject) == ["MEETME_PASSWORD"])
    }

    @Test func `every fault is told at once, with variable, problem, place and example`() throws {
        let told = try #require(
            faults(
                ScraperConfiguration.self,
                ["SWITCHBOARD_BROWSER_TABS": "many", "RABBITMQ_URL": "amqp://u:secret@host:x/"],
                [".env": "oops\nSWITCHBOARD_PLATFORM_URL=http://example.org/\nSWITCHBOARD_PLATFORM_PACK=gone.yaml"]))
        #expect(
            Set(told.faults.map(\.subject)) == [
                ".env line 1", "MEETME_USERNAME", "MEETME_PASSWORD", "SWITCHBOARD_BROWSER_TABS", "RABBITMQ_URL",
                "SWITCHBOARD_PLATFORM_URL", "SWITCHBOARD_PLATFORM_PACK",
            ])
        let text = told.description
        #expect(text.contains("the configuration of scraper has 7 faults"))
        #expect(text.contains("MEETME_PASSWORD is required and not set"))
        #expect(text.contains("SWITCHBOARD_BROWSER_TABS is \"many\", which is not a whole number"))
        #expect(text.contains("for example: SWITCHBOARD_BROWSER_TABS=3"))
        #expect(text.contains("(.env line 2)"))
        #expect(!text.contains("secret"))
    }

    @Test func `no fault quotes a secret`() throws {
        let text = try #require(
            faults(DiscordRelayConfiguration.self, ["DISCORD_BOT_TOKEN": "Bot hunter2", "DISCORD_CHANNEL_ID": "12"])
        ).description
        #expect(text.contains("DISCORD_BOT_TOKEN must be one word"))
        #expect(text.contains("DISCORD_CHANNEL_ID is \"12\""))
        #expect(!text.contains("hunter2"))
    }

    @Test func `a value is taken from the file that NAME_FILE names, without the last line break`() throws {
        var environment = ["MEETME_USERNAME": "me", "MEETME_PASSWORD_FILE": "/run/secrets/password"]
        for ending in ["", "\n", "\r\n"] {
            let contents = ["/run/secrets/password": " pass word\(ending)"]
            let loaded = try load(ScraperConfiguration.self, environment, contents)
            #expect(loaded.configuration.password.reveal() == " pass word")
            let setting = loaded.settings.first { $0.key == "MEETME_PASSWORD" }
            #expect(setting?.shown == "***")
            #expect(setting?.origin == .file(path: "/run/secrets/password"))
        }
        #expect(faults(ScraperConfiguration.self, environment)?.description.contains("cannot be opened") == true)
        let empty = faults(ScraperConfiguration.self, environment, ["/run/secrets/password": "\n"])
        #expect(empty?.description.contains("is empty") == true)
        let large = ["/run/secrets/password": String(repeating: "x", count: 65_537)]
        #expect(faults(ScraperConfiguration.self, environment, large)?.description.contains("larger than") == true)
        environment["MEETME_PASSWORD"] = "hunter2"
        let both = faults(ScraperConfiguration.self, environment, ["/run/secrets/password": "x"])
        #expect(both?.faults.map(\.problem) == ["and MEETME_PASSWORD_FILE are both set; keep one of them"])
    }

    @Test func `the .env file may be missing unless it was named`() throws {
        #expect(faults(ScraperConfiguration.self, Self.scraper) == nil)
        let named = Self.scraper.merging(["SWITCHBOARD_ENV_FILE": "other.env"]) { $1 }
        #expect(faults(ScraperConfiguration.self, named)?.faults.map(\.subject) == ["other.env"])
        let loaded = try load(ScraperConfiguration.self, named, ["other.env": "SWITCHBOARD_BROWSER_TABS=7"])
        #expect(loaded.configuration.tabs == 7)
    }

    @Test func `plain http is accepted to hosts that are listed anywhere`() throws {
        let contents = [".env": "AI_API_URL=http://Ollama:11434/v1/\nSWITCHBOARD_PLAIN_HTTP_HOSTS=sandbox, OLLAMA"]
        let configuration = try load(AIWorkerConfiguration.self, [:], contents).configuration
        #expect(configuration.apiURL.description == "http://ollama:11434/v1")
        #expect(configuration.apiKey == nil)
        #expect(configuration.runtime.plainHTTPHosts == ["sandbox", "ollama"])
    }

    @Test func `the AI key is required where the service is not one's own`() throws {
        #expect(faults(AIWorkerConfiguration.self)?.faults.map(\.subject) == ["AI_API_KEY"])
        let local = try load(AIWorkerConfiguration.self, ["AI_API_URL": "http://127.0.0.1:11434/v1"])
        #expect(local.configuration.apiKey == nil)
        #expect(try load(AIWorkerConfiguration.self, ["AI_API_KEY": "sk-1"]).configuration.apiKey == Secret("sk-1"))
    }

    @Test func `fallback endpoints are read in order, each with a key of its own`() throws {
        let environment = [
            "AI_API_KEY": "sk-1", "SWITCHBOARD_AI_MODEL": "big",
            "SWITCHBOARD_AI_FALLBACK_1_URL": "https://b.example/v1/",
            "SWITCHBOARD_AI_FALLBACK_1_KEY": "sk-2", "SWITCHBOARD_AI_FALLBACK_3_URL": "http://127.0.0.1:11434/v1",
            "SWITCHBOARD_AI_FALLBACK_3_PROVIDER": "ollama", "SWITCHBOARD_AI_FALLBACK_3_MODEL": "small",
        ]
        let fallbacks = try load(AIWorkerConfiguration.self, environment).configuration.fallbacks
        #expect(fallbacks.map(\.url.absoluteString) == ["https://b.example/v1", "http://127.0.0.1:11434/v1"])
        #expect(fallbacks.map(\.key) == [Secret("sk-2"), nil])
        #expect(fallbacks.map(\.provider) == [.openai, .ollama])
        #expect(fallbacks.map(\.model) == ["big", "small"])
        #expect(fallbacks.last?.names.model == "SWITCHBOARD_AI_FALLBACK_3_MODEL")
        let lacking = [
            "AI_API_KEY": "sk-1", "SWITCHBOARD_AI_FALLBACK_1_URL": "https://b.example/v1",
            "SWITCHBOARD_AI_FALLBACK_2_KEY": "sk-3", "SWITCHBOARD_AI_COST_PER_DAY": "5",
        ]
        #expect(
            Set(faults(AIWorkerConfiguration.self, lacking)?.faults.map(\.subject) ?? [])
                == [
                    "SWITCHBOARD_AI_FALLBACK_1_KEY", "SWITCHBOARD_AI_FALLBACK_2_URL", "SWITCHBOARD_AI_PROMPT_PRICE",
                ])
    }

    @Test func `a database without a name is switchboard, and an impossible name is a fault`() throws {
        let plain = Self.scraper.merging(["MONGODB_URI": "mongodb://localhost:27017"]) { $1 }
        #expect(try load(ScraperConfiguration.self, plain).configuration.database.name == "switchboard")
        let wrong = Self.scraper.merging(["MONGODB_URI": "mongodb://localhost/a.b"]) { $1 }
        #expect(faults(ScraperConfiguration.self, wrong)?.faults.map(\.subject) == ["MONGODB_URI"])
    }

    @Test func `misspelt names give a warning with the name that was meant`() throws {
        let environment = Self.scraper.merging([
            "SWITCHBOARD_BROWSER_TAB": "4", "SWITCHBOARD_NONSENSE_ALTOGETHER": "1", "SWITCHBOARD_RUN_FOR": "60",
            "SWITCHBOARD_TEST_MONGODB_URI": "x", "DISCORD_TOKEN": "not ours",
        ]) { $1 }
        let loaded = try load(ScraperConfiguration.self, environment, [".env": "MEETME_PASWORD=x\nEDITOR=vi"])
        let warnings = Dictionary(uniqueKeysWithValues: loaded.warnings.map { ($0.subject, $0.problem) })
        #expect(
            warnings == [
                "MEETME_PASWORD":
                    "(.env line 1) is not a variable of Switchboard; did you mean MEETME_PASSWORD?",
                "SWITCHBOARD_BROWSER_TAB":
                    "(environment) is not a variable of Switchboard; did you mean SWITCHBOARD_BROWSER_TABS?",
                "SWITCHBOARD_NONSENSE_ALTOGETHER": "(environment) is not a variable of Switchboard",
            ])
    }

    @Test func `a broker or database without TLS elsewhere gives a warning`() throws {
        let environment = Self.scraper.merging([
            "RABBITMQ_URL": "amqp://u:p@broker.example/", "MONGODB_URI": "mongodb://db.example/x?tls=true",
        ]) { $1 }
        #expect(try load(ScraperConfiguration.self, environment).warnings.map(\.subject) == ["RABBITMQ_URL"])
    }

    @Test func `the declared services are those that read a variable`() throws {
        func keys<C: ServiceConfiguration>(_ type: C.Type) -> Set<String> {
            let source = ConfigurationSource(
                environment: [:], dotEnv: DotEnv(), dotEnvPath: ".env", files: files([:]))
            var reader = ConfigurationReader(source)
            _ = C(from: &reader)
            return Set(reader.settings.map(\.key) + reader.faults.map(\.subject))
        }
        let read: [ServiceName: Set<String>] = [
            .scraper: keys(ScraperConfiguration.self), .aiWorker: keys(AIWorkerConfiguration.self),
            .discordRelay: keys(DiscordRelayConfiguration.self), .sheetsSync: keys(SheetsSyncConfiguration.self),
        ]
        for service in ServiceName.allCases {
            let declared = Set(VariableCatalog.all.filter { $0.services.contains(service) }.map(\.key))
            #expect(read[service] == declared, "\(service.rawValue)")
        }
        #expect(Set(VariableCatalog.all.map(\.key)).count == VariableCatalog.all.count)
    }
}

@Suite struct `Reading real files` {
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "switchboard-\(UUID().uuidString)")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        try body(path.path)
    }

    @Test func `a file is read up to its limit and refused beyond it`() throws {
        try withFile(Array(repeating: 65, count: 100_000)) { path in
            let bytes = try ConfigurationFiles.system.read(path, 100_000)
            #expect(bytes.count == 100_000)
            #expect(throws: InvalidValue("is larger than 99999 bytes")) {
                try ConfigurationFiles.system.read(path, 99_999)
            }
            #expect(ConfigurationFiles.system.kind(path) == .file)
        }
    }

    @Test func `an empty file is empty and bytes that are no text are refused`() throws {
        try withFile([]) { path in
            let text = try ConfigurationFiles.system.text(path, limit: 10)
            #expect(text.isEmpty)
        }
        try withFile([0xFF, 0x41]) { path in
            #expect(throws: InvalidValue("is not UTF-8 text")) { try ConfigurationFiles.system.text(path, limit: 10) }
        }
    }

    @Test func `what is no file is told apart`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(ConfigurationFiles.system.kind(folder) == .directory)
        #expect(ConfigurationFiles.system.kind("/dev/null") == .other)
        #expect(ConfigurationFiles.system.kind("\(folder)/no-such-file-\(UUID().uuidString)") == .missing)
        #expect(throws: InvalidValue("is not a regular file")) { try ConfigurationFiles.system.read("/dev/zero", 10) }
        #expect(throws: InvalidValue("cannot be opened (No such file or directory)")) {
            try ConfigurationFiles.system.read("\(folder)/no-such-file", 10)
        }
    }
}
