import Foundation

/// The chunks of a completion as server-sent events, one at a time at the pace of words.
struct ChunkStream: Sendable {
    let chunks: [JSONValue]
    let fault: FaultKind?
    let clock: any SandboxClock
    let random: SeededRandom
    let wordTime: ClosedRange<Duration>

    /// Pulled by the connection: nothing is made ahead, so a slow reader costs no memory.
    func bytes() -> AsyncStream<Data> {
        let pace = Pace(events: events, clock: clock, random: random, wordTime: wordTime)
        return AsyncStream(unfolding: { await pace.next() })
    }

    /// Every event in order, `data: …` with its blank line; a fault cuts them in the middle.
    var events: [Data] {
        var events = chunks.map { Self.event(String(decoding: $0.data(), as: UTF8.self)) }
        switch fault {
        case .streamCut:
            return Array(events.prefix(events.count / 2))
        case .streamError:
            let failure = String(decoding: AIFailure.serverError.json.data(), as: UTF8.self)
            return events.prefix(events.count / 2) + [Self.event(failure)]
        default:
            events.append(Self.event("[DONE]"))
            return events
        }
    }

    private static func event(_ text: String) -> Data {
        Data("data: \(text)\n\n".utf8)
    }

    private actor Pace {
        private var events: ArraySlice<Data>
        private var random: SeededRandom
        private let clock: any SandboxClock
        private let wordTime: ClosedRange<Duration>
        private var isFirst = true

        init(events: [Data], clock: any SandboxClock, random: SeededRandom, wordTime: ClosedRange<Duration>) {
            self.events = events[...]
            self.clock = clock
            self.random = random
            self.wordTime = wordTime
        }

        func next() async -> Data? {
            guard let event = events.popFirst() else { return nil }
            if !isFirst { try? await clock.sleep(for: random.duration(in: wordTime)) }
            isFirst = false
            return event
        }
    }
}
