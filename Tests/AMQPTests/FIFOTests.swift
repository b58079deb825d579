import Testing

@testable import AMQP

@Suite struct FIFOTests {
    @Test func whatGoesInFirstComesOutFirst() {
        var queue = FIFO<Int>()
        var next = 0
        var expected = 0
        // Grows and shrinks often enough to pass every point where memory is moved.
        for round in 0..<200 {
            for _ in 0..<(round % 37) {
                queue.append(next)
                next += 1
            }
            for _ in 0..<(round % 31) where !queue.isEmpty {
                #expect(queue.first == expected)
                #expect(queue.popFirst() == expected)
                expected += 1
            }
            #expect(queue.count == next - expected)
        }
        #expect(queue.removeAll() == Array(expected..<next))
        #expect(queue.isEmpty)
        #expect(queue.popFirst() == nil)
    }

    @Test func oneCanBeTakenOutOfTheMiddle() {
        var queue = FIFO<Int>()
        for number in 0..<200 { queue.append(number) }
        for _ in 0..<80 { _ = queue.popFirst() }
        #expect(queue.removeFirst { $0 == 100 } == 100)
        #expect(queue.removeFirst { $0 == 100 } == nil)
        #expect(queue.removeFirst { $0 == 5 } == nil)
        #expect(queue.count == 119)
        #expect(queue.first == 80)
    }
}
