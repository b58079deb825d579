import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// The whole way: the site changes under the running service.
    @Suite struct ChangedSiteTests {
        @Test(arguments: [3, 7, 16] as [UInt64])
        func `A site that is rebuilt is read on, and typed into once it is certain`(seed: UInt64) async throws {
            try await StandIn.with(.phoenix) { standIn in
                let people = ["Mia Torres", "Noah Kim", "Ines Roy", "Omar Haddad"]
                var ids: [String] = []
                for name in people {
                    for text in ["hello", "it is \(name)", "how are you?"] { try await standIn.say(text, by: name) }
                    let person = await standIn.site.person(named: name)
                    for text in ["hi \(name)", "fine, and you?"] {
                        _ = try await standIn.site.send(text, in: person.id, key: nil)
                    }
                    try await standIn.say("good, thanks", by: name)
                    ids.append(person.id)
                }
                let book = BookInMemory()
                let known: @Sendable (String) async -> (name: String, messages: [KnownContent.Message]) = { id in
                    guard let conversation = await standIn.site.conversation(id) else { return ("", []) }
                    return (
                        conversation.person.name,
                        conversation.entries.filter { !$0.isNotice }.map {
                            KnownContent.Message(text: $0.text, isOwn: $0.isOwn, at: nil)
                        }
                    )
                }
                let conversations = ids
                try await RunningSite.with(standIn, selectors: book, knowing: known) { running in
                    #expect(await eventually { running.seen.rows.count == 4 })
                    let before = try await running.site.read(conversations[0], atLeast: 50, .listed)
                    #expect(await eventually { book.stored?.portraits[.signedIn] != nil })
                    #expect(book.stored?.portraits[.textBox] != nil && book.stored?.portraits[.loginPassword] != nil)
                    await standIn.site.setSkin(.mutant, seed: seed)
                    #expect(
                        await eventually(within: .seconds(40)) {
                            running.seen.reports.contains { report in
                                if case .healed(let entry) = report { entry.role == .row } else { false }
                            }
                        })
                    try await standIn.say("still there?", by: "Mia Torres")
                    #expect(await eventually { running.seen.row(conversations[0])?.preview == "still there?" })
                    for conversation in conversations {
                        let read = try await running.site.read(conversation, atLeast: 50, .listed)
                        #expect(read.bubbles.filter(\.isOwn).count == 2)
                        if conversation == conversations[0] {
                            #expect(read.bubbles.map(\.text) == before.bubbles.map(\.text) + ["still there?"])
                        }
                    }
                    let result = try await running.site.type("yes", in: conversations[0]) { _ in true }
                    guard case .delivered = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(await standIn.messages(of: conversations[0]).suffix(1) == ["owner: yes"])
                    #expect(await standIn.site.ledger()["wrong_clicks"]?.int == 0)
                }
            }
        }

        /// One role alone, where everything else still fits: what would be read without it looks like a page as any other.
        @Test(arguments: [
            ("bubbleOwn: [\".chat-message-sent\"]", Role.bubbleOwn),
            ("bubbleText: [\".chat-message-text\"]", .bubbleText),
        ])
        func `One role that leads nowhere is noticed by what is stored, and found again`(
            line: String, role: Role
        ) async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("hello", by: "Mia")
                for (text, isOwn) in [("hi Mia", true), ("and you?", false), ("fine, thanks", true), ("good", false)] {
                    if isOwn {
                        _ = try await standIn.site.send(text, in: mia, key: nil)
                    } else {
                        try await standIn.say(text, by: "Mia")
                    }
                }
                let entries = try #require(await standIn.site.conversation(mia)).entries
                let messages = entries.map { KnownContent.Message(text: $0.text, isOwn: $0.isOwn, at: nil) }
                let yaml = try Platforms.text("meetme.yaml").replacing(line, with: "\(role.rawValue): [\".moved\"]")
                let changed = try SelectorPack(yaml: yaml)
                try await RunningSite.with(standIn, changed: changed, knowing: { _ in ("Mia", messages) }) { running in
                    let read = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(read.bubbles.map(\.text) == messages.map(\.text))
                    #expect(read.bubbles.map(\.isOwn) == messages.map(\.isOwn))
                    let isTold = running.seen.reports.contains { report in
                        if case .healed(let entry) = report { entry.role == role } else { false }
                    }
                    #expect(isTold)
                }
            }
        }

        @Test func `What was found for a click and leads nowhere is rejected by itself, and told`() async throws {
            var book = SelectorBook(packVersion: 1)
            let pack = try SelectorPack(
                yaml: try Platforms.text("meetme.yaml").replacing(
                    "loadEarlier: [\".chat-load-more\"]", with: "loadEarlier: [\".moved\"]"))
            let proposal = HealProposal(role: .loadEarlier, css: ".chat-title", evidence: "a test", agreeing: 1)
            _ = book.ledger.take([proposal], replacing: pack, at: 0)
            _ = book.ledger.accept(.loadEarlier)
            let memory = BookInMemory(book)
            try await StandIn.with(.phoenix) { standIn in
                _ = try await standIn.site.addHistory(by: .person("Mia"), messages: 130)
                let mia = try await standIn.say("newest", by: "Mia")
                try await RunningSite.with(standIn, changed: pack, selectors: memory) { running in
                    let read = try await running.site.read(mia, atLeast: 500, .listed)
                    #expect(read.bubbles.last?.text == "newest")
                    #expect(memory.stored?.ledger.rejected == [.loadEarlier: [".chat-title"]])
                    let isTold = running.seen.reports.contains { report in
                        if case .degraded(.loadEarlier, let advice) = report {
                            advice.contains("led nowhere")
                        } else {
                            false
                        }
                    }
                    #expect(isTold)
                }
            }
        }
    }
}
