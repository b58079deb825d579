import Shared
import Testing

@testable import DiscordRelay

@Suite struct `Messages that nobody heard` {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func before(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: now.milliseconds - seconds * 1000) }

    @Test func `one is dealt with for a quarter of an hour, unless it was changed`() {
        #expect(MissedReply.of(written: now, isEdited: false, at: now) == .handle)
        #expect(MissedReply.of(written: before(900), isEdited: false, at: now) == .handle)
        #expect(MissedReply.of(written: before(901), isEdited: false, at: now) == .refuse(.tooLate))
        #expect(MissedReply.of(written: before(-5), isEdited: false, at: now) == .handle)
        #expect(MissedReply.of(written: before(1), isEdited: true, at: now) == .refuse(.edited))
        #expect(MissedReply.of(written: before(901), isEdited: true, at: now) == .refuse(.tooLate))
    }

    @Test func `it is looked a minute further back than was heard, and a day at most`() {
        func start(_ heard: Timestamp) -> Timestamp {
            Snowflake.moment(of: "\(MissedSpan(since: heard, at: now).start)")
        }
        #expect(start(now) == before(60))
        #expect(start(before(3600)) == before(3660))
        #expect(start(before(10 * 86_400)) == before(86_400))
    }

    @Test func `only the channel's threads with something newer are read, the latest first`() {
        func thread(_ id: String, in parent: String = "5", last: Timestamp?) -> DiscordChannel {
            DiscordChannel(id: id, type: 11, parent_id: parent, last_message_id: last.map { Snowflake.first(at: $0) })
        }
        let active = [
            thread("1", last: before(30)), thread("2", last: before(61)), thread("3", in: "6", last: now),
            thread("4", last: nil), thread("5", last: before(10)),
        ]
        #expect(MissedSpan(since: now, at: now).threads(of: "5", among: active) == ["5", "1"])
    }
}
