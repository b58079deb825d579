import Synchronization

/// A number of things to do, shared by those who do them.
final class Turns: Sendable {
    private let taken = Atomic(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    /// Takes the next one; false when none is left.
    func take() -> Bool { taken.add(1, ordering: .relaxed).newValue <= count }
}
