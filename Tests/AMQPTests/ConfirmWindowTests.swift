import Testing

@testable import AMQP

@Suite struct ConfirmWindowTests {
    private func settled(_ window: inout ConfirmWindow<String>, _ tag: UInt64, multiple: Bool = false) -> [String] {
        var entries: [String] = []
        window.settle(tag, multiple: multiple) { entries.append($0) }
        return entries
    }

    @Test func numbersBeginAtOneAndGoUp() {
        var window = ConfirmWindow<String>(limit: 4)
        #expect(window.append("a") == 1)
        #expect(window.append("b") == 2)
        #expect(window.count == 2)
        #expect(window.oldest == "a")
    }

    @Test func confirmsComeInAnyOrder() {
        var window = ConfirmWindow<String>(limit: 4)
        for name in ["a", "b", "c"] { window.append(name) }
        #expect(settled(&window, 2) == ["b"])
        #expect(settled(&window, 2) == [], "A number is settled once")
        #expect(window.oldest == "a")
        #expect(settled(&window, 3, multiple: true) == ["a", "c"])
        #expect(window.count == 0)
        #expect(window.oldest == nil)
    }

    @Test func aNumberThatWasNeverGivenDoesNothing() {
        var window = ConfirmWindow<String>(limit: 4)
        window.append("a")
        #expect(settled(&window, 0) == [])
        #expect(settled(&window, 2) == [])
        #expect(settled(&window, .max, multiple: true) == [])
        #expect(window.count == 1)
    }

    @Test func thereIsRoomForTheLimitAndNoMore() {
        var window = ConfirmWindow<String>(limit: 2)
        window.append("a")
        #expect(window.hasRoom)
        window.append("b")
        #expect(!window.hasRoom)
        #expect(settled(&window, 2) == ["b"])
        #expect(window.hasRoom)
    }

    @Test func oneLateConfirmHoldsUpNoMoreThanTheRingIsLong() {
        var window = ConfirmWindow<String>(limit: 2)
        window.append("late")
        for number in 2...4 {
            #expect(window.hasRoom)
            window.append("\(number)")
            #expect(settled(&window, UInt64(number)) == ["\(number)"])
        }
        #expect(!window.hasRoom, "The late one's place would be taken twice")
        #expect(settled(&window, 1) == ["late"])
        #expect(window.hasRoom)
        #expect(window.append("next") == 5)
        #expect(settled(&window, 5) == ["next"])
    }

    @Test func theOldestCanBeGivenUpAndItsLateConfirmDoesNothing() {
        var window = ConfirmWindow<String>(limit: 4)
        for name in ["a", "b", "c"] { window.append(name) }
        #expect(settled(&window, 2) == ["b"])
        #expect(window.popOldest() == "a")
        #expect(window.popOldest() == "c")
        #expect(window.popOldest() == nil)
        #expect(settled(&window, 1) == [])
        #expect(window.append("d") == 4)
    }

    @Test func aNewChannelNumbersFromOneAgain() {
        var window = ConfirmWindow<String>(limit: 4)
        for name in ["a", "b"] { window.append(name) }
        var left: [String] = []
        window.reset { left.append($0) }
        #expect(left == ["a", "b"])
        #expect(window.append("c") == 1)
        #expect(settled(&window, 1) == ["c"])
    }

    @Test func manyRoundsLoseAndDoubleNothing() {
        var window = ConfirmWindow<UInt64>(limit: 7)
        var generator = SystemRandomNumberGenerator()
        var open: Set<UInt64> = []
        var seen = 0
        for _ in 0..<20_000 {
            if window.hasRoom, Bool.random(using: &generator) {
                let tag = window.nextTag
                #expect(window.append(tag) == tag)
                open.insert(tag)
            } else if let tag = open.randomElement(using: &generator) {
                let isMultiple = Int.random(in: 0..<10, using: &generator) == 0
                var settled: Set<UInt64> = []
                window.settle(tag, multiple: isMultiple) { settled.insert($0) }
                #expect(settled == (isMultiple ? open.filter { $0 <= tag } : [tag]))
                open.subtract(settled)
                seen += settled.count
            }
            #expect(window.count == open.count)
        }
        #expect(seen + open.count == Int(window.nextTag) - 1)
    }
}
