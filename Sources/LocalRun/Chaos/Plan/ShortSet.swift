/// The runs that are part of `make test`: few, and between them every kind of fault.
enum ShortSet {
    static let seeds = [286, 2561, 3308, 3841, 3903, 3958, 3979, 3992]
    /// Of a run in which the relay is killed while people decide: at a press that is answered and not carried out.
    static let approvingSeed = 3

    static var plans: [ChaosPlan] {
        seeds.map { ChaosPlan(seed: $0) } + [ChaosPlan(seed: approvingSeed, only: .killApproving)]
    }
}
