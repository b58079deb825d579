import Foundation
import Testing

@testable import Sandbox

@Suite struct SnowflakeTests {
    private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `ids increase though the clock stands still or goes back`() {
        var generator = SnowflakeGenerator(random: SeededRandom(seed: 1))
        var ids = (0..<5000).map { _ in generator.next(at: Self.noon) }
        ids.append(generator.next(at: Self.noon - 3600))
        ids.append(generator.next(at: Self.noon + 1))
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func `an id tells when it was made and outnumbers the fixed ones`() {
        var generator = SnowflakeGenerator(random: SeededRandom(seed: 2))
        let id = generator.next(at: Self.noon)
        #expect(id.milliseconds == Self.noon.milliseconds)
        #expect(id > DiscordWorld.operatorUser)
    }

    @Test(arguments: ["", "-1", "01", "1x", "18446744073709551616", " 1"])
    func `text that is no id is refused`(text: String) {
        #expect(Snowflake(text) == nil)
    }

    @Test func `times are written with microseconds and read with or without a fraction`() {
        let date = Date(timeIntervalSince1970: 1_800_000_000.25)
        #expect(DiscordTime.json(date) == "2027-01-15T08:00:00.250000+00:00")
        #expect(DiscordTime.date("2027-01-15T08:00:00Z") == Self.noon)
        #expect(DiscordTime.date("2027-01-15T08:00:00.250+00:00") == date)
        #expect(DiscordTime.date("yesterday") == nil)
    }
}
