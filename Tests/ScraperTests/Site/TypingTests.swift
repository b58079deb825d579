import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    @Suite struct TypingTests {
        @Test(arguments: ReadingTests.skins)
        func `A reply is sent once, exactly, and its bubble is seen`(skin: Skin, pack: String) async throws {
            let reply = "Hello Mia 👋\n\nthird line \"quoted\" <b>"
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    let result = try await running.site.type(reply, in: mia) { $0.bubbles.map(\.text) == ["hi"] }
                    guard case .delivered(let transcript) = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(transcript.bubbles.map(\.text) == ["hi", reply])
                    #expect(transcript.bubbles.last?.isOwn == true)
                    #expect(await standIn.messages(of: mia) == ["person: hi", "owner: \(reply)"])
                }
            }
        }

        @Test func `Equal replies one after the other are both sent and both seen`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    for count in 1...3 {
                        let result = try await running.site.type("ok", in: mia) { _ in true }
                        guard case .delivered(let transcript) = result else {
                            Issue.record("\(result)")
                            return
                        }
                        #expect(transcript.bubbles.filter { $0.text == "ok" }.count == count)
                    }
                    #expect(await standIn.messages(of: mia).filter { $0 == "owner: ok" }.count == 3)
                }
            }
        }

        @Test func `Nothing is typed when the page does not show what is answered`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    let result = try await running.site.type("reply", in: mia) { _ in false }
                    #expect(result == .outOfDate)
                    #expect(await standIn.messages(of: mia) == ["person: hi"])
                }
            }
        }

        @Test func `A message that comes while it is typed stops the reply, and the box is empty again`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    let result = try await running.site.type("reply", in: mia) { _ in
                        // After the page was read, before anything is typed.
                        try await standIn.say("wait!", by: "Mia")
                        return true
                    }
                    // The page hears of it within moments; if the click came first, the reply was sent in good faith.
                    let sent = await standIn.messages(of: mia).contains("owner: reply")
                    #expect(sent ? result != .outOfDate : result == .outOfDate)
                    let next = try await running.site.type("second", in: mia) { _ in true }
                    guard case .delivered(let transcript) = next else {
                        Issue.record("\(next)")
                        return
                    }
                    #expect(transcript.bubbles.last?.text == "second")
                }
            }
        }

        @Test func `A reply that the site refuses was certainly not sent`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    standIn.faults.set(
                        Fault(kind: .sendRefused, rate: 1, duration: .seconds(60)), peer: "site")
                    let result = try await running.site.type("reply", in: mia) { _ in true }
                    guard case .notTyped = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(await standIn.messages(of: mia) == ["person: hi"])
                    standIn.faults.clear()
                    let again = try await running.site.type("reply", in: mia) { _ in true }
                    guard case .delivered = again else {
                        Issue.record("\(again)")
                        return
                    }
                    #expect(await standIn.messages(of: mia) == ["person: hi", "owner: reply"])
                }
            }
        }

        @Test(arguments: ReadingTests.skins)
        func `A reply whose acceptance is lost on the way is found and not sent again`(
            skin: Skin, pack: String
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    let result = try await running.site.type("reply", in: mia) { _ in
                        // Whatever the site's page asks now is done, and the answer never arrives.
                        standIn.faults.set(Fault(kind: .answerLost, rate: 1, duration: .seconds(2)), peer: "site")
                        return true
                    }
                    guard case .delivered(let transcript) = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(transcript.bubbles.map(\.text) == ["hi", "reply"])
                    #expect(await standIn.messages(of: mia) == ["person: hi", "owner: reply"])
                }
            }
        }

        @Test(arguments: ReadingTests.skins)
        func `A pop-up over the page is clicked away and the reply goes out`(skin: Skin, pack: String) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    for number in 1...5 {
                        let result = try await running.site.type("reply \(number)", in: mia) { _ in
                            // After the last look for one, before the box is clicked.
                            _ = await standIn.site.showPopup()
                            return true
                        }
                        guard case .delivered = result else {
                            Issue.record("\(result)")
                            return
                        }
                    }
                    #expect(await standIn.messages(of: mia) == ["person: hi"] + (1...5).map { "owner: reply \($0)" })
                }
            }
        }

        @Test func `A session that ends while a reply is typed leaves it sent once or not at all, and tells which`()
            async throws
        {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    let result = try? await running.site.type("reply", in: mia) { _ in
                        await standIn.site.signOutEveryone()
                        return true
                    }
                    let sent = await standIn.messages(of: mia).contains("owner: reply")
                    switch result {
                    case .delivered: #expect(sent)
                    case .outOfDate, .handTyping, .notTyped: #expect(!sent)
                    // Thrown or ambiguous: it is looked for later, and not typed again.
                    case .ambiguous, nil: break
                    }
                    let next = try await running.whenSignedIn { try await $0.type("again", in: mia) { _ in true } }
                    guard case .delivered = next else {
                        Issue.record("\(next)")
                        return
                    }
                }
            }
        }

        @Test func `A text that the box does not take is not sent`() async throws {
            // The site's box holds at most 2,000 characters.
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hi", by: "Mia")
                try await RunningSite.with(standIn) { running in
                    let long = String(repeating: "x", count: 2_100)
                    let result = try await running.site.type(long, in: mia) { _ in true }
                    #expect(result == .notTyped(reason: "the text box does not hold the text that was typed"))
                    #expect(await standIn.messages(of: mia) == ["person: hi"])
                }
            }
        }
    }
}
