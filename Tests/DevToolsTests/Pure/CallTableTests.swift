import Testing

@testable import DevTools

@Suite struct CallTableTests {
    private let start = ContinuousClock.now

    private func entry(_ waiter: String, after limit: Duration = .seconds(1), session: String? = nil)
        -> CallTable<String>.Entry
    {
        CallTable.Entry(session: session, what: waiter, limit: limit, waiter: waiter)
    }

    @Test func `An answer finds its call once`() {
        var table = CallTable<String>(limit: 10)
        #expect(table.add(1, entry("a"), now: start) == nil)
        #expect(table.remove(1)?.waiter == "a")
        #expect(table.remove(1) == nil)
        #expect(table.remove(2) == nil)
    }

    @Test func `Calls expire in the order of their deadlines, not of their making`() {
        var table = CallTable<String>(limit: 10)
        _ = table.add(1, entry("slow", after: .seconds(3)), now: start)
        _ = table.add(2, entry("fast", after: .seconds(1)), now: start)
        _ = table.add(3, entry("middle", after: .seconds(2)), now: start)
        #expect(table.nextDeadline() == start + .seconds(1))
        #expect(table.expire(start + .milliseconds(999)).isEmpty)
        #expect(table.expire(start + .seconds(2)).map(\.waiter) == ["fast", "middle"])
        #expect(table.nextDeadline() == start + .seconds(3))
        #expect(table.count == 1)
    }

    @Test func `An answered call leaves no deadline behind`() {
        var table = CallTable<String>(limit: 10)
        _ = table.add(1, entry("a"), now: start)
        _ = table.remove(1)
        #expect(table.nextDeadline() == nil)
    }

    @Test func `More calls than the limit are refused`() {
        var table = CallTable<String>(limit: 2)
        #expect(table.add(1, entry("a"), now: start) == nil)
        #expect(table.add(2, entry("b"), now: start) == nil)
        #expect(table.add(3, entry("c"), now: start)?.code == .overloaded)
        _ = table.remove(1)
        #expect(table.add(3, entry("c"), now: start) == nil)
    }

    @Test func `A crashed session refuses calls, but for those that revive it`() {
        var table = CallTable<String>(limit: 10)
        _ = table.add(1, entry("a", session: "s"), now: start)
        _ = table.add(2, entry("b", session: "other"), now: start)
        table.refuse("s", with: .pageCrashed)
        #expect(table.removeAll(of: "s").map(\.waiter) == ["a"])
        #expect(table.add(3, entry("c", session: "s"), now: start)?.code == .crashed)
        #expect(table.add(4, entry("d", session: "s"), now: start, revives: true) == nil)
        #expect(table.add(5, entry("e", session: "other"), now: start) == nil)
        table.refuse("s", with: nil)
        #expect(table.add(6, entry("f", session: "s"), now: start) == nil)
    }

    @Test func `Many answered calls with long deadlines do not pile up`() {
        var table = CallTable<String>(limit: 10)
        _ = table.add(0, entry("stays", after: .seconds(1)), now: start)
        for id in 1...10_000 {
            _ = table.add(id, entry("x", after: .seconds(60)), now: start)
            _ = table.remove(id)
        }
        #expect(table.expire(start + .seconds(60)).map(\.waiter) == ["stays"])
        #expect(Mirror(reflecting: table).descendant("deadlines").map { "\($0)".count } ?? .max < 20_000)
    }
}
