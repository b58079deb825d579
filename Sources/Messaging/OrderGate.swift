/// Remembers which messages of a conversation were put off, so that later ones wait behind them.
///
/// One instance serves one service. Implementations keep it in a store that outlives the process.
public protocol OrderGate: Sendable {
    /// Whether an earlier message of the same conversation is still put off.
    func mustWait(_ message: Message) async throws -> Bool
    /// Remembers that a message was put off. Repeating it changes nothing.
    func park(_ message: Message) async throws
    /// Forgets a message that was handled or given up. Unknown ones are ignored.
    func release(_ message: Message) async throws
}
