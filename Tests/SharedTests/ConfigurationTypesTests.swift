import Testing

@testable import Shared

@Suite struct `Types of variables` {
    private static let files = ConfigurationFiles(
        read: { _, _ throws(InvalidValue) in throw InvalidValue("cannot be opened") },
        kind: { path in
            switch path {
            case "present.txt": .file
            case "folder": .directory
            case "pipe": .other
            case "locked": .unreadable("Permission denied")
            default: .missing
            }
        })

    private func read<Value>(_ type: VariableType<Value>, _ text: String) throws(InvalidValue) -> Value {
        try type.read(text, VariableContext(plainHTTPHosts: ["sandbox"], files: Self.files))
    }

    private func problem<Value>(_ type: VariableType<Value>, _ text: String) -> String? {
        do {
            _ = try read(type, text)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test func `integers keep their range and are quoted back when they are none`() throws {
        #expect(try read(.integer(1...64), " 64 ") == 64)
        #expect(problem(.integer(1...64), "65") == "is 65 but must be 1 to 64")
        #expect(problem(.integer(1...64), "many") == "is \"many\", which is not a whole number")
        #expect(problem(.integer(1...64), "3.0") != nil)
        #expect(problem(.integer(1...64), "99999999999999999999") != nil)
    }

    @Test(arguments: ["nan", "inf", "0x1p3", "1e3", "", "1..2", "-1", "3601"])
    func `numbers are decimal and within their range`(text: String) {
        #expect(problem(VariableType<Double>.number(0...3600), text) != nil)
        #expect(problem(VariableType<Duration>.seconds(0...3600), text) != nil)
    }

    @Test func `seconds become durations and back`() throws {
        let type = VariableType<Duration>.seconds(0...3600)
        #expect(try read(type, "8") == .seconds(8))
        #expect(try read(type, "0.25") == .milliseconds(250))
        #expect(type.write(.milliseconds(2500)) == "2.5")
        #expect(type.write(.seconds(8)) == "8")
    }

    @Test(arguments: [("true", true), ("FALSE", false), ("yes", true), ("off", false), ("1", true), ("new", true)])
    func `booleans are read in the usual words`(text: String, expected: Bool) throws {
        #expect(try read(.boolean(alsoTrue: ["new"]), text) == expected)
        #expect(problem(.boolean(), "maybe") == "is \"maybe\" but must be true or false")
    }

    @Test func `a choice is read in any case and refused with the list of cases`() throws {
        #expect(try read(VariableType<AIProvider>.choice, "OpenAI") == .openai)
        #expect(problem(VariableType<AIProvider>.choice, "other")?.contains("openai, azure, ollama") == true)
    }

    @Test func `a list is split at commas and each value is checked`() throws {
        #expect(try read(.list(of: .host), "a, b.example ,,c") == ["a", "b.example", "c"])
        #expect(problem(.list(of: .host), "a,b c")?.contains("\"b c\"") == true)
        #expect(problem(.list(of: .host, maximumCount: 2), "a,b,c") != nil)
    }

    @Test(arguments: [
        ("--a --b", ["--a", "--b"]), ("--a,--b", ["--a", "--b"]), ("--size=1,2 --b", ["--size=1,2", "--b"]),
        ("--size=1,2,--b", ["--size=1,2", "--b"]), (#"["--a","--b=x y"]"#, ["--a", "--b=x y"]),
    ])
    func `browser switches are split without breaking values with commas`(text: String, expected: [String]) throws {
        #expect(try read(.arguments(), text) == expected)
    }

    @Test(arguments: ["a --b", "[--a]", "--a, b", "[1]"])
    func `what is no list of switches is refused`(text: String) {
        #expect(problem(.arguments(), text) != nil)
    }

    @Test func `https is accepted, http only to this machine and to listed hosts`() throws {
        for text in [
            "https://example.org/api", "http://localhost:8080/x", "http://127.0.0.9", "http://[::1]:1/",
            "http://sandbox:8090/ai",
            "HTTP://SANDBOX:8090/ai",
        ] {
            #expect(problem(.site, text) == nil, "\(text)")
        }
        #expect(problem(.site, "http://example.org/")?.contains("SWITCHBOARD_PLAIN_HTTP_HOSTS") == true)
        #expect(problem(.site, "http://127.0.0.1.example.org/") != nil)
        #expect(problem(.site, "http://localhost.example.org/") != nil)
        #expect(problem(.site, "http://sandbox@example.org/") != nil)
    }

    @Test(arguments: [
        "example.org", "ftp://example.org", "https://", "https://a b/", "https://user:secret@example.org/",
        "https://example.org/#x", "https://example.org:0/", "https://example.org:x/", "https:///path", "https://[::1/",
    ])
    func `what is no web address is refused without quoting it`(text: String) {
        let problem = problem(.site, text)
        #expect(problem != nil)
        #expect(problem?.contains("secret") != true)
    }

    @Test func `an address keeps its parts, and one path can be added to it`() throws {
        let address = try read(.base, "https://Example.org:8443/v1//?api-version=2")
        #expect(address.description == "https://example.org:8443/v1?api-version=2")
        #expect(
            address.appending("chat/completions").description
                == "https://example.org:8443/v1/chat/completions?api-version=2")
        #expect(try read(.site, "https://example.org/").description == "https://example.org/")
        #expect(try read(.site, "https://example.org/").appending("x").description == "https://example.org/x")
    }

    @Test func `a path must name a readable file where the rule says so`() throws {
        #expect(try read(.path(.file), "present.txt") == "present.txt")
        #expect(try read(.path(.any), "missing") == "missing")
        #expect(problem(.path(.file), "missing")?.contains("does not exist") == true)
        #expect(problem(.path(.file), "folder")?.contains("directory") == true)
        #expect(problem(.path(.file), "pipe")?.contains("regular") == true)
        #expect(problem(.path(.file), "locked")?.contains("Permission denied") == true)
        #expect(problem(.path(.any), "~/profile")?.contains("~") == true)
    }

    @Test(arguments: ["Bot abc", "abc\ndef", "schlüssel", "a\u{7F}"])
    func `a token is one word of ASCII, and is not quoted back`(text: String) {
        let problem = problem(.token, text)
        #expect(problem != nil)
        #expect(problem?.contains(text) != true)
    }

    @Test func `ids of Discord and Google are checked`() throws {
        #expect(try read(.text(.snowflake), "1234567890123456789") == "1234567890123456789")
        #expect(problem(.text(.snowflake), "https://discord.com/channels/1/2") != nil)
        #expect(problem(.text(.snowflake), "99999999999999999999") != nil)
        #expect(problem(.text(.sheet), "https://docs.google.com/spreadsheets/d/abc/edit") != nil)
        #expect(problem(.text(.tab), "a:b") != nil)
        #expect(try read(.text(.tab), "My messages") == "My messages")
    }

    @Test func `every example and every default is a valid value`() throws {
        let anyFile = ConfigurationFiles(read: { _, _ in [] }, kind: { _ in .file })
        func check<Value>(_ variable: Variable<Value>) throws {
            let context = VariableContext(plainHTTPHosts: [], files: anyFile)
            let example = variable.type.write(variable.example)
            #expect(variable.type.write(try variable.type.read(example, context)) == example, "\(variable.key)")
            guard case .standard(let value) = variable.presence, !variable.type.write(value).isEmpty else { return }
            let text = variable.type.write(value)
            #expect(variable.type.write(try variable.type.read(text, context)) == text, "\(variable.key)")
        }
        try check(RuntimeVariables.logLevel)
        try check(RuntimeVariables.adminHost)
        try check(RuntimeVariables.drain)
        try check(RuntimeVariables.plainHTTPHosts)
        for service in ServiceName.allCases {
            try check(RuntimeVariables.adminPort(of: service))
            try check(BrokerVariables.partitions(of: service))
        }
        try check(BrokerVariables.url)
        try check(BrokerVariables.prefix)
        try check(BrokerVariables.prefetch)
        try check(BrokerVariables.certificateAuthorityFile)
        try check(DatabaseVariables.uri)
        try check(DatabaseVariables.threads)
        try check(BrowserVariables.headless)
        try check(BrowserVariables.arguments)
        try check(BrowserVariables.path)
        try check(BrowserVariables.profile)
        try check(BrowserVariables.tabs)
        try check(PlatformVariables.username)
        try check(PlatformVariables.password)
        try check(PlatformVariables.url)
        try check(PlatformVariables.pack)
        try check(PlatformVariables.catchUp)
        try check(PlatformVariables.sendsPerHour)
        try check(PlatformVariables.sendGap)
        try check(AIVariables.apiKey)
        try check(AIVariables.apiURL)
        try check(AIVariables.provider)
        try check(AIVariables.model)
        try check(AIVariables.personaFile)
        try check(AIVariables.guardRulesFile)
        try check(AIVariables.historyMessages)
        try check(AIVariables.summaries)
        try check(AIVariables.maximumTokens)
        try check(AIVariables.maximumTokensField)
        try check(AIVariables.temperature)
        try check(AIVariables.timeout)
        try check(DiscordVariables.token)
        try check(DiscordVariables.channel)
        try check(DiscordVariables.apiURL)
        try check(GoogleVariables.sheet)
        try check(GoogleVariables.credentials)
        try check(GoogleVariables.token)
        try check(GoogleVariables.apiURL)
        try check(GoogleVariables.tokenURL)
        try check(GoogleVariables.tab)
    }
}
