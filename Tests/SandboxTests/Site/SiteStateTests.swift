import Foundation
import Testing

@testable import Sandbox

@Suite struct SiteStateTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func newState() -> SiteState {
        SiteState(catalog: PersonCatalog(random: SeededRandom(seed: 1)))
    }

    @Test func `two equal messages in the same instant are two messages`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        let first = try state.write("hi", from: mia, at: start)
        let second = try state.write("hi", from: mia, at: start)
        #expect(first.kind == .message(position: 1, own: false))
        #expect(second.kind == .message(position: 2, own: false))
        #expect(state.writtenCount == 2)
    }

    @Test func `what a browser sends again by itself is taken once, and the same words under another key again`() throws
    {
        var state = newState()
        let mia = state.person(named: "Mia")
        _ = try state.write("hi", from: mia, at: start)
        let first = try state.type("hello", in: mia.id, key: "a", at: start)
        #expect(try state.type("hello", in: mia.id, key: "a", at: start + 1) == first)
        #expect(try state.type("hello", in: mia.id, key: "b", at: start + 1) != first)
        #expect(state.typedCount == 2)
        for number in 0..<AcceptedKeys.limit { _ = try state.type("x", in: mia.id, key: "\(number)", at: start) }
        #expect(try state.type("hello", in: mia.id, key: "a", at: start + 2) != first)
    }

    @Test func `an edited message keeps its place, a deleted one leaves every page and stays in the ledger`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        for text in ["a", "b", "c"] { _ = try state.write(text, from: mia, at: start) }
        _ = try state.edit(3, in: mia.id, to: "C")
        _ = try state.delete(2, in: mia.id)
        let conversation = try #require(state.conversations[mia.id])
        #expect(conversation.page(before: nil, limit: 10).entries.map(\.text) == ["a", "C"])
        #expect(conversation.page(before: nil, limit: 1).hasMore)
        #expect(conversation.unreadCount == 2 && conversation.lastMessage?.text == "C")
        _ = try state.delete(3, in: mia.id)
        #expect(state.conversations[mia.id]?.lastMessage?.text == "a")
        #expect(throws: SiteState.Refusal.unknownMessage) { try state.edit(3, in: mia.id, to: "x") }
        #expect(try state.write("d", from: mia, at: start).position == 4)
        guard case .array(let messages)? = state.conversations[mia.id]?.ledger["messages"] else {
            Issue.record("no messages in the ledger")
            return
        }
        #expect(messages.map { $0["deleted"]?.bool ?? false } == [false, true, true, false])
    }

    @Test func `a notice takes no position and lifts no conversation`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        let leo = state.person(named: "Leo")
        _ = try state.write("hi", from: mia, at: start)
        _ = try state.write("hey", from: leo, at: start + 1)
        let notice = try state.notice("Liked your photo!", from: mia, at: start + 2)
        #expect(notice.index == 1)
        #expect(state.byActivity().map(\.person.name) == ["Leo", "Mia"])
        #expect(state.conversations[mia.id]?.trailingNotice == "Liked your photo!")
        let next = try state.type("hello", in: mia.id, at: start + 3)
        #expect(next.kind == .message(position: 2, own: true))
        #expect(state.byActivity().map(\.person.name) == ["Mia", "Leo"])
        #expect(state.conversations[mia.id]?.trailingNotice == nil)
    }

    @Test func `unread counts what people wrote since the conversation was open`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        for text in ["a", "b"] { _ = try state.write(text, from: mia, at: start) }
        _ = try state.notice("Liked your photo!", from: mia, at: start)
        #expect(state.conversations[mia.id]?.unreadCount == 2)
        state.markRead(mia.id)
        #expect(state.conversations[mia.id]?.isUnread == false)
        _ = try state.write("c", from: mia, at: start)
        _ = try state.type("d", in: mia.id, at: start)
        #expect(state.conversations[mia.id]?.isUnread == false)
    }

    @Test func `our messages are seen once`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        _ = try state.write("hi", from: mia, at: start)
        var seen = [state.markSeen(mia.id)]
        _ = try state.type("hello", in: mia.id, at: start)
        for id in [mia.id, mia.id, "0"] { seen.append(state.markSeen(id)) }
        #expect(seen == [false, true, false, false])
    }

    @Test func `what the site refuses`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        _ = try state.write("hi", from: mia, at: start)
        #expect(throws: SiteState.Refusal.unknownConversation) { _ = try state.type("x", in: "0", at: start) }
        #expect(throws: SiteState.Refusal.emptyText) { _ = try state.type(" \n\t", in: mia.id, at: start) }
        let longest = String(repeating: "é", count: SiteState.textLimit)
        #expect(throws: SiteState.Refusal.textTooLong) { _ = try state.type(longest + "é", in: mia.id, at: start) }
        let accepted = try state.type(longest, in: mia.id, at: start)
        #expect(accepted.text == longest)
        #expect(state.typedCount == 1)
    }

    @Test func `a page ends before its index and holds at most its limit`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        for number in 0..<12 { _ = try state.write("\(number)", from: mia, at: start) }
        let conversation = try #require(state.conversations[mia.id])
        #expect(conversation.page(before: nil, limit: 5).entries.map(\.text) == ["7", "8", "9", "10", "11"])
        #expect(conversation.page(before: 7, limit: 5).entries.map(\.text) == ["2", "3", "4", "5", "6"])
        #expect(conversation.page(before: 2, limit: 5).entries.map(\.index) == [0, 1])
        #expect(conversation.page(before: 0, limit: 5).entries.isEmpty)
        #expect(conversation.page(before: 99, limit: 1).entries.map(\.text) == ["11"])
        #expect(conversation.page(before: -3, limit: 5).entries.isEmpty)
    }

    @Test func `a name stands for one person`() {
        var state = newState()
        let first = state.firstPeople(3)
        let known = state.person(named: first[1].name)
        #expect(known.id == first[1].id)
        let new = state.person(named: "Nobody Yet")
        let again = state.person(named: "Nobody Yet")
        #expect(new.id == again.id)
        let more = state.firstPeople(4)
        #expect(more.prefix(3).map(\.id) == first.map(\.id))
    }

    @Test func `the ledger tells every message with its position, author, text and time`() throws {
        var state = newState()
        let mia = state.person(named: "Mia")
        _ = try state.write("hi", from: mia, at: start)
        _ = try state.notice("Viewed your profile", from: mia, at: start + 1)
        _ = try state.type("hello", in: mia.id, at: start + 2)
        #expect(
            state.conversations[mia.id]?.ledger == [
                "id": .string(mia.id), "name": "Mia",
                "messages": [
                    ["position": 1, "who": "person", "text": "hi", "at": 1_800_000_000_000],
                    ["position": 2, "who": "owner", "text": "hello", "at": 1_800_000_002_000],
                ],
                "notices": [["text": "Viewed your profile", "at": 1_800_000_001_000]],
            ])
    }
}
