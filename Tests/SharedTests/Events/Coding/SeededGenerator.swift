@testable import Shared

/// Chance that repeats: the same seed gives the same numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SeededGenerator {
    mutating func flag() -> Bool { Bool.random(using: &self) }

    mutating func maybe<T>(_ make: (inout Self) -> T) -> T? { flag() ? make(&self) : nil }

    mutating func one<T: CaseIterable>(of type: T.Type) -> T where T.AllCases == [T] {
        T.allCases[Int.random(in: T.allCases.indices, using: &self)]
    }

    /// Text of what JSON, UTF-8 and people have in store; often empty or short, now and then long.
    mutating func text() -> String {
        let length = flag() ? Int.random(in: 0..<12, using: &self) : Int.random(in: 0..<80, using: &self)
        var text = ""
        for _ in 0..<length { text.unicodeScalars.append(scalar()) }
        return text
    }

    /// Text that is never empty.
    mutating func name() -> String { text() + "x" }

    mutating func time() -> Timestamp {
        Timestamp(milliseconds: Int64.random(in: 0..<4_102_444_800_000, using: &self))
    }

    private mutating func scalar() -> Unicode.Scalar {
        let range: ClosedRange<UInt32> =
            switch Int.random(in: 0..<10, using: &self) {
            case 0: 0...0x1F
            case 1: 0x22...0x22
            case 2: 0x5C...0x5C
            case 3: 0x7F...0x7FF
            case 4: 0x2000...0x2FFF
            case 5: 0x1F300...0x1FAFF
            case 6: 0xE000...0x10FFFF
            default: 0x20...0x7E
            }
        return Unicode.Scalar(UInt32.random(in: range, using: &self)) ?? " "
    }
}
