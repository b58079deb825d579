import Foundation
import Testing

@testable import Sandbox

@Suite struct DiscordGuildTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)
    private let channel = DiscordWorld.channel

    private func makeGuild() -> DiscordGuild {
        DiscordGuild(created: start, random: SeededRandom(seed: 1))
    }

    private func form(_ body: JSONValue) throws -> MessageForm { try MessageForm(FormField(body)) }

    private func thread(_ guild: inout DiscordGuild, _ name: String = "Ana") throws -> Snowflake {
        let form = try ThreadForm(FormField(["name": .string(name), "type": 11]), fromMessage: false)
        return try guild.startThread(form, in: channel, at: start).id
    }

    @Test func `the same nonce within five minutes gives the same message`() throws {
        var guild = makeGuild()
        let body = try form(["content": "hi", "nonce": "n", "enforce_nonce": true])
        let first = try guild.post(body, in: channel, at: start)
        _ = guild.takeEvents()
        let again = try guild.post(body, in: channel, at: start + 299)
        #expect(again.id == first.id)
        #expect(guild.takeEvents().isEmpty)
        let late = try guild.post(body, in: channel, at: start + 301)
        #expect(late.id != first.id)
    }

    @Test func `a nonce without enforcement, or of a deleted message, makes a new one`() throws {
        var guild = makeGuild()
        let plain = try form(["content": "hi", "nonce": 7])
        let first = try guild.post(plain, in: channel, at: start)
        #expect(try guild.post(plain, in: channel, at: start).id != first.id)
        let enforced = try form(["content": "hi", "nonce": "n", "enforce_nonce": true])
        let second = try guild.post(enforced, in: channel, at: start)
        try guild.delete(second.id, in: channel)
        #expect(try guild.post(enforced, in: channel, at: start).id != second.id)
    }

    @Test func `events tell the nonce and reads do not`() throws {
        var guild = makeGuild()
        let message = try guild.post(try form(["content": "hi", "nonce": "n"]), in: channel, at: start)
        let event = try #require(guild.takeEvents().first)
        #expect(event.name == "MESSAGE_CREATE" && event.data["nonce"] == "n")
        #expect(event.data["guild_id"] == DiscordWorld.guild.json)
        #expect(try guild.message(message.id, in: channel).json()["nonce"] == nil)
    }

    @Test func `components alone are an empty message`() throws {
        var guild = makeGuild()
        let button: JSONValue = ["type": 2, "style": 1, "label": "Go", "custom_id": "x"]
        let body = try form(["components": [["type": 1, "components": [button]]]])
        #expect(throws: DiscordError.emptyMessage) { try guild.post(body, in: channel, at: start) }
        #expect(throws: DiscordError.unknownChannel) { try guild.post(body, in: Snowflake(1), at: start) }
        #expect(throws: DiscordError.notTextChannel) { try guild.post(body, in: DiscordWorld.forum, at: start) }
    }

    @Test func `an edit changes what it names`() throws {
        var guild = makeGuild()
        let message = try guild.post(try form(["content": "a", "embeds": [["title": "t"]]]), in: channel, at: start)
        let edited = try guild.edit(message.id, in: channel, try form(["content": "b"]), at: start + 1)
        #expect(edited.content == "b" && edited.embeds.count == 1 && edited.edited == start + 1)
        let cleared = try form(["content": nil, "embeds": []])
        #expect(throws: DiscordError.emptyMessage) { try guild.edit(message.id, in: channel, cleared, at: start) }
        #expect(try guild.message(message.id, in: channel).content == "b")
        #expect(throws: DiscordError.unknownMessage) { try guild.edit(Snowflake(1), in: channel, cleared, at: start) }
    }

    @Test func `messages are listed newest first around a place`() throws {
        var guild = makeGuild()
        let ids = try (0..<10).map {
            try guild.post(try form(["content": .string("\($0)")]), in: channel, at: start).id
        }
        func list(_ place: MessageQuery.Place, _ limit: Int) throws -> [Snowflake] {
            try guild.messages(in: channel, MessageQuery(place: place, limit: limit)).map(\.id)
        }
        #expect(try list(.newest, 3) == [ids[9], ids[8], ids[7]])
        #expect(try list(.before(ids[5]), 2) == [ids[4], ids[3]])
        #expect(try list(.after(ids[5]), 2) == [ids[7], ids[6]])
        #expect(try list(.around(ids[5]), 3) == [ids[6], ids[5], ids[4]])
        #expect(try list(.after(ids[9]), 2).isEmpty)
    }

    @Test func `a public thread is announced in its channel and a private one is not`() throws {
        var guild = makeGuild()
        let id = try thread(&guild)
        let names = guild.takeEvents().map(\.name)
        #expect(names == ["THREAD_CREATE", "MESSAGE_CREATE"])
        #expect(guild.channels[channel]?.messages.last?.kind == .threadCreated)
        #expect(try guild.channel(id).parent == channel)
        let hidden = try ThreadForm(FormField(["name": "x"]), fromMessage: false)
        #expect(try guild.startThread(hidden, in: channel, at: start).kind == .privateThread)
        #expect(guild.takeEvents().map(\.name) == ["THREAD_CREATE"])
    }

    @Test func `a thread from a message has its id, once`() throws {
        var guild = makeGuild()
        let message = try guild.post(try form(["content": "a"]), in: channel, at: start)
        let form = try ThreadForm(FormField(["name": "x"]), fromMessage: true)
        #expect(try guild.startThread(form, from: message.id, in: channel, at: start).id == message.id)
        #expect(throws: DiscordError.threadExists) {
            try guild.startThread(form, from: message.id, in: channel, at: start)
        }
        #expect(try guild.message(message.id, in: channel).flags == DiscordMessage.Flag.hasThread)
    }

    @Test func `a message opens an archived thread, a locked one stays shut, and edits wait`() throws {
        var guild = makeGuild()
        let id = try thread(&guild)
        let message = try guild.post(try form(["content": "a"]), in: id, at: start)
        let archive = try ThreadEditForm(FormField(["archived": true]))
        _ = try guild.editThread(id, archive, at: start)
        let edit = try form(["content": "b"])
        #expect(throws: DiscordError.archivedThread) { try guild.edit(message.id, in: id, edit, at: start) }
        let rename = try ThreadEditForm(FormField(["name": "b"]))
        #expect(throws: DiscordError.archivedThread) { try guild.editThread(id, rename, at: start) }
        _ = try guild.post(edit, in: id, at: start)
        #expect(try guild.thread(id).isArchived == false)
        let lock = try ThreadEditForm(FormField(["archived": true, "locked": true]))
        _ = try guild.editThread(id, lock, at: start)
        #expect(throws: DiscordError.archivedThread) { try guild.post(edit, in: id, at: start) }
    }

    @Test func `a thousand threads can be active`() throws {
        var guild = makeGuild()
        var last: Snowflake?
        for number in 0..<1000 { last = try thread(&guild, "\(number)") }
        #expect(throws: DiscordError.tooManyActiveThreads) { try thread(&guild) }
        _ = try guild.editThread(try #require(last), try ThreadEditForm(FormField(["archived": true])), at: start)
        _ = try thread(&guild)
    }

    @Test func `a forum post begins with its message`() throws {
        var guild = makeGuild()
        let (thread, message) = try ThreadForm.forumPost(FormField(["name": "x", "message": ["content": "first"]]))
        let post = try guild.startPost(thread, message, in: DiscordWorld.forum, at: start)
        #expect(post.message.id == post.thread.id)
        #expect(try guild.messages(in: post.thread.id, MessageQuery()).map(\.content) == ["first"])
        #expect(throws: DiscordError.self) { try ThreadForm.forumPost(FormField(["name": "x"])) }
    }
}
