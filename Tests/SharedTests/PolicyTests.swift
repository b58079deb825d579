import Testing

@testable import Shared

/// Gives the lowest or the highest of every range asked for.
private struct Edge: RandomNumberGenerator {
    let value: UInt64
    /// Not 0: the standard library's unbiased draw rejects that for ever.
    static let lowest = Edge(value: 1 << 32)
    static let highest = Edge(value: .max)

    mutating func next() -> UInt64 { value }
}

/// SplitMix64: a known sequence for a seed.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite struct `Retry policy` {
    @Test func `the longest wait after each attempt is the attempt's level`() {
        var edge = Edge.highest
        let waits = (1...8).map { RetryPolicy.standard.delay(afterAttempt: $0, using: &edge) }
        #expect(
            waits == [
                .seconds(5), .seconds(30), .seconds(120), .seconds(600), .seconds(3600), .seconds(3600), .seconds(3600),
                nil,
            ])
    }

    @Test func `jitter is full: waits fill the range from nothing to the level`() throws {
        var lowest = Edge.lowest
        #expect(RetryPolicy.standard.delay(afterAttempt: 3, using: &lowest) == .zero)
        var source = Seeded(state: 7)
        let waits = (0..<4000).compactMap { _ in RetryPolicy.standard.delay(afterAttempt: 3, using: &source) }
        #expect(waits.allSatisfy { (.zero ... .seconds(120)).contains($0) })
        for quarter in 0..<4 {
            let range = Duration.seconds(quarter * 30)..<Duration.seconds(quarter * 30 + 30)
            #expect((800...1200).contains(waits.count { range.contains($0) }))
        }
    }

    @Test func `what the peer asks for takes precedence, within a day`() {
        var edge = Edge.highest
        let policy = RetryPolicy.standard
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(77), using: &edge) == .seconds(77))
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(1_000_000), using: &edge) == .seconds(86_400))
        #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(-5), using: &edge) == .zero)
        #expect(policy.delay(afterAttempt: 8, retryAfter: .seconds(77), using: &edge) == nil)
    }

    @Test func `a wait is put on the shortest level that is long enough`() {
        let policy = RetryPolicy.standard
        #expect(policy.level(for: .zero) == .seconds(5))
        #expect(policy.level(for: .seconds(5)) == .seconds(5))
        #expect(policy.level(for: .milliseconds(5001)) == .seconds(30))
        #expect(policy.level(for: .seconds(86_400)) == .seconds(3600))
    }

    @Test func `odd settings are made usable`() {
        var edge = Edge.highest
        let policy = RetryPolicy(levels: [], maximumAttempts: 0)
        #expect(policy.levels == RetryPolicy.standardLevels)
        #expect(policy.delay(afterAttempt: 1, using: &edge) == nil)
        #expect(RetryPolicy(levels: [.seconds(9), .seconds(1)]).levels == [.seconds(1), .seconds(9)])
        #expect(RetryPolicy.standard.delay(afterAttempt: 0, using: &edge) == .seconds(5))
    }
}

@Suite struct `Failure policy` {
    private func decide(_ failure: FailurePolicy.Failure, attempt: Int) -> FailurePolicy.Decision {
        var edge = Edge.highest
        return FailurePolicy().decide(failure, at: occasion(attempt), using: &edge)
    }

    private func occasion(_ attempt: Int) -> FailurePolicy.Occasion {
        FailurePolicy.Occasion(event: "id-1", handler: "draft", queue: "switchboard.ai-worker.0", attempt: attempt)
    }

    @Test func `what cannot be decoded or mended is put aside at once with all that is known`() {
        #expect(
            decide(.undecodable("data has no text"), attempt: 1)
                == .deadLetter(.init(occasion: occasion(1), cause: .undecodable, reason: "data has no text")))
        #expect(
            decide(.final("the key is wrong"), attempt: 2)
                == .deadLetter(.init(occasion: occasion(2), cause: .final, reason: "the key is wrong")))
    }

    @Test func `what may succeed is retried while attempts are left`() {
        #expect(decide(.retriable("busy"), attempt: 1) == .retry(after: .seconds(5)))
        #expect(decide(.retriable("busy", after: .seconds(9)), attempt: 7) == .retry(after: .seconds(9)))
        #expect(
            decide(.retriable("busy"), attempt: 8)
                == .deadLetter(.init(occasion: occasion(8), cause: .attemptsUsedUp, reason: "busy")))
    }
}

@Suite struct `Reconnecting` {
    @Test func `the longest wait doubles from one second to thirty and starts over after success`() {
        var backoff = Backoff.reconnect
        var edge = Edge.highest
        let waits = (0..<8).map { _ in backoff.next(using: &edge) }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        backoff.reset()
        #expect(backoff.next(using: &edge) == .seconds(1))
    }

    @Test func `a wait may be nothing, and thousands of failures overflow nothing`() {
        var backoff = Backoff.reconnect
        var edge = Edge.lowest
        for _ in 0..<5000 { #expect(backoff.next(using: &edge) == .zero) }
        #expect((.zero ... .seconds(30)).contains(backoff.next()))
    }
}
