/// What a proxy does to the bytes that it carries.
enum ProxyMood: String, Sendable, CaseIterable {
    case clear
    /// Nothing passes and nobody hears of it: sockets stay open, both ways are silent.
    case blackHole = "black-hole"
    /// Every piece of data comes late.
    case slow
    /// A connection that carries something is reset in the middle of it.
    case reset
    /// A connection that carries something stops in the middle of it, and is closed when the mood passes.
    case half

    static let faults = allCases.filter { $0 != .clear }
}
