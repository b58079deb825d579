import Testing

@testable import DiscordRelay

@Suite struct OperatorTests {
    @Test func `Only the prefix as a word of its own makes a reply`() {
        #expect(OperatorText.reply(in: "!r hello", prefix: "!r") == " hello")
        #expect(OperatorText.reply(in: "!r\nhello", prefix: "!r") == "\nhello")
        #expect(OperatorText.reply(in: "!r", prefix: "!r") == "")
        for note in ["hello", "!rhello", " !r hello", "!R hello", ""] {
            #expect(OperatorText.reply(in: note, prefix: "!r") == nil)
        }
    }

    @Test func `A text is sent without the white space around it, and whole`() throws {
        #expect(try OperatorText.read(" \n a\n\n b \t") == "a\n\n b")
        #expect(try OperatorText.read("3 < 4, <b> and :) <3") == "3 < 4, <b> and :) <3")
        #expect(throws: OperatorText.Fault.empty) { try OperatorText.read(" \n\t") }
        #expect(throws: OperatorText.Fault.tooLong) { try OperatorText.read(String(repeating: "a", count: 2001)) }
        #expect(try OperatorText.read(String(repeating: "a", count: 2000)).count == 2000)
    }

    @Test(arguments: [
        "<@1>", "<@!1>", "<@&1>", "<#1>", "<:a:1>", "<a:b_c:1>", "<t:1>", "<t:1:R>", "</reply:1>", "<id:home>",
    ])
    func `What Discord keeps as a code is not typed`(code: String) {
        #expect(throws: OperatorText.Fault.discordCode) { try OperatorText.read("x \(code) y") }
    }

    @Test func `Roles decide where they are set, and permissions otherwise`() {
        let open = OperatorPolicy(operatorRoles: [], ownerRoles: [])
        #expect(open.standing(roles: ["1"], permissions: nil) == .guest)
        #expect(open.standing(roles: [], permissions: [.viewChannel, .sendMessages]) == .guest)
        #expect(open.standing(roles: [], permissions: .manageChannels) == .staff)
        #expect(open.standing(roles: [], permissions: .manageGuild) == .owner)
        #expect(open.standing(roles: [], permissions: .administrator) == .owner)
        let closed = OperatorPolicy(operatorRoles: ["1", "2"], ownerRoles: ["3"])
        #expect(closed.standing(roles: ["2"], permissions: nil) == .staff)
        #expect(closed.standing(roles: ["3"], permissions: nil) == .owner)
        #expect(closed.standing(roles: ["4"], permissions: .administrator) == .guest)
        #expect(open.needsPermissions && !closed.needsPermissions)
    }

    @Test func `Permissions are added up as Discord's documentation says`() {
        var grants = DiscordGrants(
            guild: "g", owner: "o",
            roles: [
                .init(id: "g", permissions: [.viewChannel, .sendMessages]), .init(id: "a", permissions: .attachFiles),
                .init(id: "b", permissions: .manageChannels), .init(id: "admin", permissions: .administrator),
            ], exceptions: [])
        #expect(grants.permissions(of: "m", roles: ["a"]) == [.viewChannel, .sendMessages, .attachFiles])
        #expect(grants.permissions(of: "o", roles: []) == .all)
        grants.exceptions = [
            .init(id: "m", isForMember: true, allowed: .sendMessages, denied: .manageChannels),
            .init(id: "g", isForMember: false, allowed: .embedLinks, denied: [.sendMessages, .viewChannel]),
            .init(id: "a", isForMember: false, allowed: .viewChannel, denied: []),
            .init(id: "b", isForMember: false, allowed: [], denied: .viewChannel),
        ]
        #expect(grants.permissions(of: "x", roles: []) == .embedLinks)
        #expect(grants.permissions(of: "x", roles: ["a", "b"]).contains(.viewChannel))
        #expect(!grants.permissions(of: "x", roles: ["b"]).contains(.viewChannel))
        #expect(grants.permissions(of: "m", roles: ["b"]) == [.embedLinks, .sendMessages])
        #expect(grants.permissions(of: "m", roles: ["admin"]) == .all)
    }

    @Test func `A button and its form are told apart, and nobody else's is taken for them`() {
        #expect(ReplyButton(customID: "v1:reply") == ReplyButton())
        #expect(ReplyButton(customID: ReplyButton(opened: "12").customID)?.opened == "12")
        for other in ["v1:reply:x", "v2:reply", "v1:approve:1", "v1:reply:1:2", "reply"] {
            #expect(ReplyButton(customID: other) == nil)
        }
    }

    @Test func `The intents for messages are asked for until Discord refuses them`() {
        var session = GatewaySession(wantsMessages: true, jitter: { 0 })
        #expect(session.intents == 1 | 1 << 9 | 1 << 15)
        #expect(session.handle(.closed(code: 4014)) == [.reconnect(to: nil, after: .backoff)])
        #expect(session.intents == 1)
        guard case .stop = session.handle(.closed(code: 4014)).first else {
            Issue.record("no privileged intent was asked for, and the refusal is final")
            return
        }
    }
}
