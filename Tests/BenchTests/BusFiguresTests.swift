import Foundation
import Testing

@testable import Bench

@Suite struct `Figures of the bus` {
    private let slow = BusFigures(publish: 50, consume: 30, cPublish: 100, cConsume: 100)
    private let fast = BusFigures(publish: 900, consume: 500, cPublish: 1000, cConsume: 1000)

    @Test func `one pair is four rates under the names that are promised`() throws {
        let object = try parsed(Figures.json(BusSummary(pairs: [slow]).medians))
        #expect(
            object == ["publish_per_s": 50, "consume_per_s": 30, "c_publish_per_s": 100, "c_consume_per_s": 100])
    }

    @Test func `several pairs are their medians, and the medians of their ratios`() throws {
        let object = try parsed(Figures.json(BusSummary(pairs: [slow, fast, fast])))
        #expect(object["publish_per_s"] == 900)
        #expect(object["publish_ratio"] == 0.9)
        #expect(object["consume_ratio"] == 0.5)
        #expect(object.count == 6)
    }

    @Test func `figures are one line`() throws {
        #expect(try !Figures.json(BusSummary(pairs: [slow])).contains("\n"))
    }

    private func parsed(_ json: String) throws -> [String: Double] {
        try JSONDecoder().decode([String: Double].self, from: Data(json.utf8))
    }
}
