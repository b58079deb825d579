/// A skin, and the seed that the markup of `mutant` comes from; the others look the same for every seed.
struct SkinChoice: Sendable, Hashable {
    var skin: Skin
    var seed: UInt64 = 1
}

extension SkinChoice {
    /// A skin's name, for `mutant` with or without a seed: `mutant:123`.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let skin = parts.first.flatMap({ Skin(rawValue: String($0)) }) else { return nil }
        self.init(skin: skin)
        guard parts.count == 2 else { return }
        guard skin == .mutant, let seed = UInt64(parts[1]) else { return nil }
        self.seed = seed
    }
}
