import Store
import Testing

@testable import DiscordRelay

@Suite struct `The relay's collections` {
    /// Two declarations of one name are one validator in the end, and which one is chance.
    @Test func `each is declared once`() {
        let names = DiscordRelayMain.collections.map(\.name)
        #expect(names.count == Set(names).count, "\(names.sorted())")
    }
}
