import Foundation
import Mongo
import Shared
import Store
import TestSupport
import Testing

extension EndToEndTests {
    /// Nobody else in the sandbox is called so, and nobody else says so.
    private static let person = "Zora Quillfeather"
    private static let canary = "quokka-7731"

    @Test(.timeLimit(.minutes(4)))
    func `who is forgotten is found nowhere: in no collection, in no row, in no thread, also when they write again`()
        async throws
    {
        let folder = try Environment.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await Environment.run(
            folder: folder,
            ["SWITCHBOARD_RUN_FOR": "60", "SWITCHBOARD_RUN_CONVERSATIONS": "3", "SWITCHBOARD_RUN_RATE": "0.3"]
        ) { sandbox in
            try await sandbox.registerForget()
            let id = try await sandbox.say(Self.canary, by: Self.person)
            let words = [Self.person, "Zora", Self.canary, "meetme:\(id)"]
            // It has been everywhere: a thread with a draft's card, and a row.
            let found = try await Environment.eventually(within: .seconds(40)) {
                try await Self.threadOfEverything(in: sandbox)
            }
            let thread = try #require(found)
            try await sandbox.post("/discord/command", ["channel": thread, "name": "forget"])
            let question = try #require(
                try await Environment.eventually(within: .seconds(10)) {
                    try await sandbox.messages(in: thread).last { $0.button("Forget this person") != nil }
                })
            let button = try #require(question.button("Forget this person"))
            try await sandbox.press(button, of: question, in: thread)
            try await Self.withDatabase { store in
                let isDone = try await Environment.eventually(within: .seconds(40)) { () -> Bool? in
                    let stones = try await store.read { try $0.tombstones(since: nil, limit: 10) }
                    let erasures = try await store.read { transaction in
                        try stones.compactMap { try transaction.erasure($0.request) }
                    }
                    return erasures.count == 1 && erasures[0].completedAt != nil ? true : nil
                }
                #expect(isDone == true)
                #expect(try await TestDatabase.mentions(of: words, in: store) == [])
                try await Self.expectNowhere(words, in: sandbox)
                _ = try await sandbox.say("\(Self.canary) again", by: Self.person)
                let told = try await Environment.eventually(within: .seconds(30)) {
                    try await sandbox.view().messages.first { $0.content.contains("has written again") }
                }
                #expect(told != nil)
                #expect(try await TestDatabase.mentions(of: words, in: store) == [])
                try await Self.expectNowhere(words, in: sandbox)
            }
            let report = try #require(
                try await Environment.eventually(within: .seconds(10)) {
                    try await sandbox.view().messages.first { $0.content.contains("Somebody was forgotten") }
                })
            #expect(report.content.contains("What remains"))
        }
        #expect(!run.output.contains(Self.canary))
    }

    /// The person's thread, once a draft's card stands in it and the sheet has their row.
    private static func threadOfEverything(in sandbox: SandboxClient) async throws -> String? {
        guard try await sandbox.ledger("google").contains(canary),
            let thread = try await sandbox.threads().first(where: { $0.name.contains("Zora") })
        else { return nil }
        let messages = try await sandbox.messages(in: thread.id)
        return messages.contains { $0.content.hasPrefix("**Draft**") } ? thread.id : nil
    }

    private static func expectNowhere(_ words: [String], in sandbox: SandboxClient) async throws {
        let sheet = try await sandbox.ledger("google")
        let discord = try await sandbox.standing()
        for word in words {
            #expect(!sheet.contains(word), "\(word) stands in the sheet")
            #expect(!discord.contains { $0.contains(word) }, "\(word) stands in Discord")
        }
    }

    private static func withDatabase(_ body: (Store) async throws -> Void) async throws {
        let uri = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGODB_URI"] ?? ""
        let client = try MongoClient(
            uri: uri, appName: "tests", threads: 2, defaultDatabase: "switchboard_\(Environment.runName)")
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(Store(service: .scraper, client: client)))
        } catch {
            result = .failure(error)
        }
        await client.close()
        try result.get()
    }
}

extension SandboxClient {
    struct Place: Decodable, Sendable {
        var id: String
        var name: String
    }

    func threads() async throws -> [Place] {
        struct View: Decodable { var threads: [Place] }
        return try JSONDecoder().decode(View.self, from: await get("/discord/view")).threads
    }

    func messages(in channel: String) async throws -> [Message] {
        struct View: Decodable {
            struct Channel: Decodable { var messages: [Message] }
            var chosen: Channel?
        }
        return try JSONDecoder().decode(View.self, from: await get("/discord/view?channel=\(channel)")).chosen?.messages
            ?? []
    }

    func press(_ customID: String, of message: Message, in channel: String) async throws {
        try await post("/discord/press", ["channel": channel, "message": message.id, "custom_id": customID])
    }

    /// Somebody writes; gives the platform's id of the conversation.
    func say(_ text: String, by person: String) async throws -> String {
        struct Said: Decodable { var conversation: String }
        let said = try await post("/control/say", ["person": person, "text": text])
        return try JSONDecoder().decode(Said.self, from: said).conversation
    }

    /// What a stand-in saw, as it is written down.
    func ledger(_ part: String) async throws -> String {
        String(decoding: try await get("/control/ledger?part=\(part)"), as: UTF8.self)
    }

    /// Names of threads and contents of messages in Discord, as far as anybody can still read them.
    func standing() async throws -> [String] {
        struct Ledger: Decodable { var discord: Discord }
        struct Discord: Decodable {
            var threads: [Room]
            var channels: [Room]
        }
        struct Room: Decodable {
            var name: String
            var deleted: Bool
            var messages: [Post]
        }
        struct Post: Decodable {
            var content: String
            var deleted: Bool
        }
        let discord = try JSONDecoder().decode(Ledger.self, from: await get("/control/ledger?part=discord")).discord
        return (discord.threads + discord.channels).filter { !$0.deleted }.flatMap { room in
            [room.name] + room.messages.filter { !$0.deleted }.map(\.content)
        }
    }

    /// As `discord-relay register-commands` does, for the one command.
    func registerForget() async throws {
        let (application, guild) = ("900000000000000001", "900000000000000002")
        try await send(
            "PUT", "/discord/api/v10/applications/\(application)/guilds/\(guild)/commands",
            [["name": "forget", "description": "Forget the person of this thread"]],
            headers: [
                "Authorization": "Bot sandbox-bot-token", "User-Agent": "DiscordBot (https://example.org, 1)",
            ])
    }
}
