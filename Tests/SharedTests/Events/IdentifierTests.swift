import Foundation
import Testing

@testable import Shared

@Suite struct `Times, traces and ids as text` {
    @Test func `a time is written as Foundation writes it, and read back`() {
        var chance = SeededGenerator(seed: 2)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<2000 {
            let time = Timestamp(
                milliseconds: Int64.random(in: -62_135_596_800_000..<253_402_300_800_000, using: &chance))
            let text = time.description
            #expect(Timestamp(text) == time)
            // Foundation's own date is a Double and may be a millisecond off.
            #expect(
                text.prefix(19)
                    == Date(timeIntervalSince1970: Double(time.milliseconds / 1000)).formatted(style).prefix(19)
                    || time.milliseconds < 0)
        }
    }

    @Test(arguments: [
        ("2026-11-23T06:50:00.123Z", 123), ("2026-11-23t06:50:00.1239z", 123), ("2026-11-23T07:50:00.1+01:00", 100),
        ("2026-11-23T05:20:00-01:30", 0),
    ])
    func `a time is read with any fraction and offset`(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == 1_795_416_600_000 + milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T06:50:00", "2026-13-23T06:50:00Z", "2026-11-23T06:50:00.Z",
        "2026-11-23T06:50:00Zx",
    ])
    func `what is no time is not read`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    static let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"

    @Test func `a trace is read and written`() throws {
        let sampled = try #require(TraceParent("\(Self.trace)-01"))
        #expect(sampled.traceID == "4bf92f3577b34da6a3ce929d0e0e4736" && sampled.spanID == "00f067aa0ba902b7")
        #expect(sampled.isSampled && sampled.description == "\(Self.trace)-01")
        #expect(TraceParent("\(Self.trace)-0a")?.isSampled == false)
        #expect(TraceParent("\(Self.trace)-fb")?.isSampled == true)
        #expect(TraceParent("cc-\(Self.trace.dropFirst(3))-01-what-comes-later") != nil)
        for _ in 0..<100 { #expect(TraceParent(TraceParent.start().description) != nil) }
    }

    @Test(arguments: [
        "", trace, "\(trace)-01-x", "\(trace)-1", "\(trace)-0G", "\(trace)_01", "ff-\(trace.dropFirst(3))-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "cc-\(trace.dropFirst(3))-01x",
    ])
    func `what the specification calls invalid is no trace`(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test func `an id is a UUID of version 7 and greater than the one before`() {
        var before = ""
        for _ in 0..<5000 {
            let id = EventID.make()
            #expect(id > before)
            #expect(UUID(uuidString: id)?.uuidString.lowercased() == id)
            #expect(id.utf8.dropFirst(14).first == UInt8(ascii: "7"))
            before = id
        }
    }
}
