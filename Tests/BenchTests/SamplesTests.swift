import Testing

@testable import Bench

@Suite struct `A set of samples` {
    @Test func `the median is the middle value, or the mean of the two in the middle`() {
        #expect(Samples([3, 1, 2]).median == 2)
        #expect(Samples([4, 1, 2, 3]).median == 2.5)
        #expect(Samples([]).median == 0)
    }

    @Test func `a percentile is the nearest rank`() {
        let hundred = Samples((1...100).map(Double.init).shuffled())
        #expect(hundred.percentile(50) == 50)
        #expect(hundred.percentile(99) == 99)
        #expect(hundred.percentile(100) == 100)
        #expect(Samples([7]).percentile(99) == 7)
        #expect(Samples([]).percentile(99) == 0)
    }
}
