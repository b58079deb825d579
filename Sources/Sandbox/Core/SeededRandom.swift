/// The only source of chance in the sandbox, so that a seed names a run.
struct SeededRandom: RandomNumberGenerator, Sendable {
    private let seed: UInt64
    private var generator: Xoshiro256

    init(seed: UInt64) {
        self.seed = seed
        generator = Xoshiro256(seed: seed)
    }

    mutating func next() -> UInt64 { generator.next() }

    /// A stream of its own for `label`. It depends on the seed and the label only, not on what was drawn so far, so one
    /// part drawing more does not change what another part draws.
    func fork(_ label: String) -> SeededRandom {
        // FNV-1a: spreads short labels well and, unlike Hasher, is the same in every process.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        var mixer = SplitMix64(state: seed ^ hash)
        return SeededRandom(seed: mixer.next())
    }
}

extension SeededRandom {
    /// True with `probability` (0…1).
    mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }

    /// One of `choices`, which must not be empty.
    mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element {
        choices[choices.index(choices.startIndex, offsetBy: Int.random(in: 0..<choices.count, using: &self))]
    }

    /// A time between both ends, even over milliseconds.
    mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let low = range.lowerBound.milliseconds
        let high = range.upperBound.milliseconds
        return .milliseconds(Int64.random(in: low...max(low, high), using: &self))
    }

    /// `count` lower-case hexadecimal digits.
    mutating func hex(_ count: Int) -> String {
        String((0..<count).map { _ in pick(Array("0123456789abcdef")) })
    }
}
