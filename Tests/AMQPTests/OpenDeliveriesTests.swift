import Testing

@testable import AMQP

@Suite struct `Open deliveries` {
    private func delivered(_ tags: ClosedRange<UInt64>) -> OpenDeliveries {
        var open = OpenDeliveries()
        for tag in tags { open.delivered(tag) }
        return open
    }

    @Test func `acknowledgements without a gap below are one, in whatever order they come`() {
        var open = delivered(1...5)
        let (upTo, single) = open.acknowledge([3, 1, 2])
        #expect(upTo == 3 && single.isEmpty)
        let rest = open.acknowledge([5, 4])
        #expect(rest.upTo == 5 && rest.single.isEmpty)
    }

    @Test func `those behind a gap are told one by one, and never twice`() {
        var open = delivered(1...6)
        let first = open.acknowledge([1, 3, 5])
        #expect(first.upTo == 1 && Array(first.single) == [3, 5])
        let second = open.acknowledge([2])
        #expect(second.upTo == 2 && second.single.isEmpty)
        let third = open.acknowledge([6, 4])
        #expect(third.upTo == 6 && third.single.isEmpty)
    }

    @Test func `nothing is acknowledged up to a number above one that is open`() {
        var open = delivered(1...3)
        let (upTo, single) = open.acknowledge([2, 3])
        #expect(upTo == nil && Array(single) == [2, 3])
    }

    @Test func `what has a verdict of its own is no gap`() {
        var open = delivered(1...6)
        open.settled(1, multiple: false)
        #expect(open.acknowledge([2]).upTo == 2)
        open.settled(4, multiple: true)
        #expect(open.acknowledge([5]).upTo == 5)
    }

    @Test func `random orders acknowledge each delivery once, and none that is open`() {
        for _ in 0..<200 {
            var open = delivered(1...40)
            var left = Array(UInt64(1)...40).shuffled()
            var told: Set<UInt64> = []
            var taken: Set<UInt64> = []
            while !left.isEmpty {
                let batch = Array(left.prefix(Int.random(in: 1...6)))
                left.removeFirst(batch.count)
                taken.formUnion(batch)
                let (upTo, single) = open.acknowledge(batch)
                if let upTo {
                    // The broker refuses a number that it has been told before.
                    #expect(!told.contains(upTo))
                    let all = Set((1...upTo).filter { !told.contains($0) })
                    #expect(all.isSubset(of: taken))
                    told.formUnion(all)
                }
                for tag in single { #expect(told.insert(tag).inserted) }
                #expect(told == taken)
            }
        }
    }
}
