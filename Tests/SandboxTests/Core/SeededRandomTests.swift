import Testing

@testable import Sandbox

@Suite struct SeededRandomTests {
    @Test func `xoshiro256** gives the published numbers`() {
        // The test vector of rand_xoshiro and of the reference implementation for the state 1, 2, 3, 4.
        var generator = Xoshiro256(state: (1, 2, 3, 4))
        let drawn = (0..<5).map { _ in generator.next() }
        #expect(
            drawn == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360])
    }

    @Test func `SplitMix64 gives the published first number of seed 0`() {
        var mixer = SplitMix64(state: 0)
        let first = mixer.next()
        #expect(first == 0xe220_a839_7b1d_cdaf)
    }

    @Test func `the same seed repeats and another seed does not`() {
        func draw(_ seed: UInt64) -> [UInt64] {
            var random = SeededRandom(seed: seed)
            return (0..<20).map { _ in random.next() }
        }
        #expect(draw(7) == draw(7))
        #expect(draw(7) != draw(8))
    }

    @Test func `a fork depends on its label and not on what was drawn before`() {
        var drawn = SeededRandom(seed: 3)
        _ = drawn.next()
        var first = SeededRandom(seed: 3).fork("site")
        var second = drawn.fork("site")
        var other = drawn.fork("discord")
        let values = (first.next(), second.next(), other.next())
        #expect(values.0 == values.1)
        #expect(values.0 != values.2)
    }

    @Test func `chance keeps its share and durations stay in their range`() {
        var random = SeededRandom(seed: 11)
        let hits = (0..<10_000).count { _ in random.chance(0.3) }
        #expect((2800...3200).contains(hits))
        for _ in 0..<1000 {
            let duration = random.duration(in: .milliseconds(50)...(.milliseconds(150)))
            #expect(duration >= .milliseconds(50) && duration <= .milliseconds(150))
        }
        let hex = random.hex(32)
        #expect(hex.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }
}
