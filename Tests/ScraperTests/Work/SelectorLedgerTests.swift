import Foundation
import Testing

@testable import Scraper

@Suite struct SelectorLedgerTests {
    static func proposal(_ role: Role, _ css: String, name: String? = nil) -> HealProposal {
        HealProposal(role: role, css: css, attribute: nil, name: name, evidence: "it fits", agreeing: 3)
    }

    static let pack = SelectorPack(
        name: "test", version: 1,
        urls: .init(login: "", inbox: "", conversation: "{id}", conversationID: "(.)"),
        roles: [.rowName: [.init(css: ".name")], .send: [.init(css: ".send")]], overlays: [])

    @Test func `What is only read is used at once, and told with what it replaces`() {
        var ledger = SelectorLedger(packVersion: 1)
        let changes = ledger.take([Self.proposal(.rowName, ".x")], replacing: Self.pack, at: 7)
        guard case .healed(let entry) = changes.first else {
            Issue.record("\(changes)")
            return
        }
        #expect(entry.replaced == ".name" && entry.foundAt == 7)
        #expect(ledger.usable.map(\.css) == [".x"])
        #expect(!ledger.hasQuarantine)
        // Nothing to tell twice.
        let again = ledger.take([Self.proposal(.rowName, ".x")], replacing: Self.pack, at: 8)
        #expect(again == [])
    }

    @Test func `What is clicked waits until enough looks agree`() {
        var ledger = SelectorLedger(packVersion: 1)
        let send = [Self.proposal(.send, ".x", name: "Send")]
        guard case .quarantined = ledger.take(send, replacing: Self.pack, at: 1).first else {
            Issue.record("it is not in quarantine")
            return
        }
        #expect(ledger.hasQuarantine)
        for _ in 0..<SelectorLedger.neededConfirmations - 2 {
            let changes = ledger.take(send, replacing: Self.pack, at: 2)
            #expect(changes == [])
        }
        guard case .healed(let entry) = ledger.take(send, replacing: Self.pack, at: 3).first else {
            Issue.record("it is not healed")
            return
        }
        #expect(entry.standing == .inUse && entry.name == "Send")
    }

    @Test func `Looks that disagree begin anew`() {
        var ledger = SelectorLedger(packVersion: 1)
        for css in [".x", ".x", ".y", ".x", ".x"] {
            _ = ledger.take([Self.proposal(.send, css)], replacing: Self.pack, at: 1)
        }
        #expect(ledger.usable.map(\.standing) == [.quarantined])
        #expect(ledger.usable.map(\.css) == [".x"])
    }

    @Test func `A person's word decides, and what was rejected is never used again`() {
        var ledger = SelectorLedger(packVersion: 1)
        _ = ledger.take([Self.proposal(.send, ".x")], replacing: Self.pack, at: 1)
        let isAccepted = ledger.accept(.send)
        #expect(isAccepted && !ledger.hasQuarantine)
        let isRejected = ledger.reject(.send)
        #expect(isRejected)
        #expect(ledger.rejected == [.send: [".x"]])
        for _ in 0..<5 {
            let changes = ledger.take([Self.proposal(.send, ".x")], replacing: Self.pack, at: 2)
            #expect(changes == [])
        }
        #expect(ledger.usable == [])
        let isKnown = ledger.accept(.textBox)
        #expect(!isKnown)
    }

    @Test func `A new pack is looked at afresh, and rejections stay`() {
        var ledger = SelectorLedger(packVersion: 1)
        _ = ledger.take([Self.proposal(.rowName, ".x"), Self.proposal(.send, ".y")], replacing: Self.pack, at: 1)
        _ = ledger.reject(.send)
        ledger.use(packVersion: 2)
        #expect(ledger.usable == [])
        #expect(ledger.rejected == [.send: [".y"]])
    }

    @Test func `What is remembered of a role has a bound`() {
        var ledger = SelectorLedger(packVersion: 1)
        for number in 0..<100 {
            _ = ledger.take([Self.proposal(.send, ".x\(number)")], replacing: Self.pack, at: 1)
            _ = ledger.reject(.send)
        }
        #expect(ledger.entries.count == SelectorLedger.limitPerRole)
        #expect(ledger.rejected[.send]?.contains(".x99") == true)
    }

    @Test func `A book survives being stored`() throws {
        var book = SelectorBook(packVersion: 3)
        _ = book.ledger.take([Self.proposal(.send, ".x", name: "Send")], replacing: Self.pack, at: 1)
        let portrait = Portrait(kind: "button", name: "Send", type: "submit", autocomplete: nil, names: [])
        book.remember([.send: portrait], notices: ["Liked your photo!", "", "Liked your photo!"])
        #expect(book.notices == ["Liked your photo!"])
        let stored = try SelectorDocument(_id: "test", book)
        #expect(stored.book() == book)
    }
}
