/// The runs that are part of `make test`: few, and between them every kind of fault.
enum ShortSet {
    static let seeds = [286, 2561, 3308, 3841, 3903, 3958, 3979, 3992]
}
