import Shared
import Testing

@testable import DiscordRelay

@Suite struct GatewaySessionTests {
    private func session() -> GatewaySession { GatewaySession(jitter: { 0.5 }) }

    private func ready() -> GatewaySession {
        var session = session()
        _ = session.handle(.connected)
        _ = session.handle(.hello(interval: .seconds(40)))
        _ = session.handle(.ready(session: "s", resumeURL: "wss://r"))
        _ = session.handle(.dispatched(sequence: 7))
        return session
    }

    @Test func `a first hello is answered with identify and a jittered heartbeat`() {
        var session = session()
        #expect(
            session.handle(.hello(interval: .seconds(40)))
                == [.startHeartbeat(first: .seconds(20), interval: .seconds(40)), .identify])
    }

    @Test func `after a drop the session is resumed where it ended`() {
        var session = ready()
        #expect(session.handle(.closed(code: nil)) == [.reconnect(to: "wss://r", after: .backoff)])
        _ = session.handle(.connected)
        #expect(
            session.handle(.hello(interval: .seconds(40))).last == .resume(session: "s", sequence: 7))
    }

    @Test func `a heartbeat without an answer is a zombie and closes resumably`() {
        var session = ready()
        #expect(session.handle(.heartbeatDue) == [.heartbeat(sequence: 7)])
        #expect(session.handle(.heartbeatDue) == [.close(code: GatewaySession.resumableClose)])
        var answered = ready()
        _ = answered.handle(.heartbeatDue)
        _ = answered.handle(.heartbeatAcknowledged)
        #expect(answered.handle(.heartbeatDue) == [.heartbeat(sequence: 7)])
    }

    @Test func `the server may ask for a heartbeat at any time`() {
        var session = ready()
        #expect(session.handle(.heartbeatRequested) == [.heartbeat(sequence: 7)])
    }

    @Test func `an invalid session is resumed or begun anew, after a pause`() {
        var resumable = ready()
        _ = resumable.handle(.invalidSession(resumable: true))
        #expect(resumable.handle(.closed(code: 4900)) == [.reconnect(to: "wss://r", after: .invalidSession)])
        var lost = ready()
        _ = lost.handle(.invalidSession(resumable: false))
        #expect(lost.handle(.closed(code: 4900)) == [.reconnect(to: nil, after: .invalidSession)])
        _ = lost.handle(.connected)
        #expect(lost.handle(.hello(interval: .seconds(1))).last == .identify)
    }

    @Test(arguments: [4004, 4010, 4011, 4012, 4013, 4014])
    func `codes that no reconnect mends end it with what to do`(code: Int) {
        var session = ready()
        guard case .stop(let reason)? = session.handle(.closed(code: code)).first else {
            Issue.record("\(code) did not stop")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(arguments: [4003, 4007, 4009, 1000])
    func `codes that end the session begin a new one`(code: Int) {
        var session = ready()
        #expect(session.handle(.closed(code: code)) == [.reconnect(to: nil, after: .backoff)])
    }

    @Test func `a press that a resume replays counts once`() {
        var keys = RecentKeys(limit: 2)
        let news = ["a", "a", "b", "c", "a"].map { keys.insert($0) }
        // The oldest was forgotten to make room for the third.
        #expect(news == [true, false, true, true, true])
    }

    @Test func `only a secure address is connected to, but for this machine`() throws {
        let secure = try #require(GatewayAddress("wss://gateway.discord.gg/", plainHosts: []))
        #expect(secure.port == 443 && secure.path == "/?v=10&encoding=json" && secure.isSecure)
        #expect(GatewayAddress("ws://gateway.discord.gg/", plainHosts: []) == nil)
        #expect(GatewayAddress("https://gateway.discord.gg/", plainHosts: []) == nil)
        let local = try #require(GatewayAddress("ws://127.0.0.1:8090/discord/gateway", plainHosts: []))
        #expect(local.port == 8090 && local.path == "/discord/gateway?v=10&encoding=json")
    }

    @Test func `frames of commands are what the Gateway expects`() throws {
        #expect(String(decoding: try GatewayCommand.heartbeat(nil), as: UTF8.self).contains(#""d":null"#))
        let frame = try GatewayFrame(GatewayCommand.resume(.init("t"), session: "s", sequence: 3))
        #expect(frame.opcode == .resume)
    }

    @Test func `a press is read from an interaction and other kinds are not`() throws {
        let press =
            #"{"op":0,"s":1,"t":"INTERACTION_CREATE","d":{"id":"1","token":"t","application_id":"9","type":3,"#
            + #""data":{"custom_id":"v1:approve:d","component_type":2},"member":{"user":{"id":"5","username":"op"}}}}"#
        let read = try #require(try ButtonPress(GatewayFrame(Array(press.utf8))))
        #expect(read.customID == "v1:approve:d" && read.person.id == "5" && read.person.name == "op")
        #expect(read.entered == nil)
        let command = press.replacing(#""type":3"#, with: #""type":2"#)
        #expect(try ButtonPress(GatewayFrame(Array(command.utf8))) == nil)
    }

    @Test(arguments: [
        #"{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"code","value":"123456"}}"#,
        #"{"type":1,"id":1,"components":[{"type":4,"id":2,"custom_id":"code","value":"123456"}]}"#,
    ])
    func `a form's fields are read in either shape, and print as nothing`(component: String) throws {
        let sent =
            #"{"op":0,"s":1,"t":"INTERACTION_CREATE","d":{"id":"1","token":"t","application_id":"9","type":5,"#
            + #""data":{"custom_id":"v1:code:q:meetme","components":[\#(component)]},"#
            + #""member":{"user":{"id":"5","username":"op"}}}}"#
        let read = try #require(try ButtonPress(GatewayFrame(Array(sent.utf8))))
        #expect(read.entered?["code"]?.reveal() == "123456")
        #expect(!"\(read)".contains("123456") && !String(reflecting: read).contains("123456"))
    }
}
