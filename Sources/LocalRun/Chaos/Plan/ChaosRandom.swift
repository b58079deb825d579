/// SplitMix64: the same numbers for the same seed, on every machine and in every version.
struct ChaosRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// 0 up to and without `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() >> 1) % max(1, bound) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

    /// One of them, each as often as its weight says.
    mutating func pick<Element>(weighted all: [(weight: Int, element: Element)]) -> Element {
        var ticket = below(all.reduce(0) { $0 + $1.weight })
        for (weight, element) in all {
            if ticket < weight { return element }
            ticket -= weight
        }
        return all[all.count - 1].element
    }
}
