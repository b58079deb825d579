import Testing

@testable import DevTools

@Suite struct TargetTableTests {
    private func page(_ target: String, opener: String? = nil) -> TargetDomain.AttachedToTarget {
        .init(sessionId: "s-" + target, targetInfo: .init(targetId: target, type: "page", openerId: opener))
    }

    @Test func `A page of ours is adopted whichever comes first, the answer or the page`() {
        var table = TargetTable()
        table.requestBegan()
        #expect(table.attached(page("a")) == [])
        #expect(table.requestEnded("a") == [.adopt(target: "a", session: "s-a")])
        table.requestBegan()
        #expect(table.requestEnded("b") == [])
        #expect(table.attached(page("b")) == [.adopt(target: "b", session: "s-b")])
        #expect(table.session(of: "b") == "s-b")
    }

    @Test func `A page that a page opened is refused though a request of ours is under way`() {
        var table = TargetTable()
        table.requestBegan()
        #expect(table.attached(page("x", opener: "a")) == [.refuse(target: "x", session: "s-x", opener: "a")])
    }

    @Test func `An unexplained page is held until no request can explain it`() {
        var table = TargetTable()
        table.requestBegan()
        table.requestBegan()
        #expect(table.attached(page("x")) == [])
        #expect(table.attached(page("a")) == [])
        #expect(table.requestEnded("a") == [.adopt(target: "a", session: "s-a")])
        #expect(table.requestEnded(nil) == [.refuse(target: "x", session: "s-x", opener: nil)])
        #expect(table.attached(page("y")) == [.refuse(target: "y", session: "s-y", opener: nil)])
    }

    @Test func `Pages held have a bound`() {
        var table = TargetTable()
        table.requestBegan()
        let refused = (0..<100).flatMap { table.attached(page("p\($0)")) }
        #expect(refused.count == 68)
    }

    @Test func `Only a session of ours is dropped`() {
        var table = TargetTable()
        table.requestBegan()
        _ = table.requestEnded("a")
        _ = table.attached(page("a"))
        #expect(table.detached("s-x") == [])
        #expect(table.detached("s-a") == [.drop(session: "s-a")])
        #expect(table.session(of: "a") == nil)
    }
}
