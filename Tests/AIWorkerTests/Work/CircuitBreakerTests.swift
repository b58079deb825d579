import Testing

@testable import AIWorker

@Suite struct `Circuit breakers` {
    private let start = ContinuousClock().now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `three failures in a row open it, two and a success do not`() {
        var breaker = CircuitBreaker()
        for _ in 0..<2 { breaker.fail(.passing, at: start) }
        breaker.succeed()
        for _ in 0..<2 { breaker.fail(.passing, at: start) }
        #expect(breaker.admits(at: start) && breaker.nextLook(at: start) == nil)
        breaker.fail(.passing, at: start)
        #expect(!breaker.admits(at: at(9.9)))
        #expect(breaker.nextLook(at: start) == at(10))
        #expect(breaker.admits(at: at(10)))
    }

    @Test func `one request tries at a time, and each failure doubles the pause to five minutes`() {
        var breaker = CircuitBreaker()
        for _ in 0..<3 { breaker.fail(.passing, at: start) }
        var now = start
        for pause in [10.0, 20, 40, 80, 160, 300, 300] {
            #expect(!breaker.admits(at: now + .seconds(pause - 1)))
            now += .seconds(pause)
            #expect(breaker.admits(at: now))
            breaker.begin()
            #expect(!breaker.admits(at: now), "another tries")
            breaker.fail(.passing, at: now)
        }
        now += .seconds(300)
        breaker.begin()
        breaker.succeed()
        #expect(breaker == CircuitBreaker())
    }

    @Test func `requests that were under way when it opened change nothing`() {
        var breaker = CircuitBreaker()
        for _ in 0..<20 { breaker.fail(.passing, at: start) }
        #expect(breaker.admits(at: at(10)))
    }

    @Test func `what the endpoint asks for is kept, and a setting's fault opens it at once`() {
        var asked = CircuitBreaker()
        asked.fail(.asked(.seconds(42)), at: start)
        #expect(!asked.admits(at: at(41)) && asked.admits(at: at(42)))
        var lasting = CircuitBreaker()
        lasting.fail(.lasting, at: start)
        #expect(!lasting.admits(at: at(299)) && lasting.admits(at: at(300)))
        // One that asks for little and never answers is left alone all the same.
        var short = CircuitBreaker()
        for second in 0..<2 {
            #expect(short.admits(at: at(Double(second))))
            short.begin()
            short.fail(.asked(.milliseconds(1)), at: at(Double(second)))
        }
        #expect(!short.admits(at: at(10)) && short.admits(at: at(11)))
    }

    @Test func `a try that was given up on our side may be made again`() {
        var breaker = CircuitBreaker()
        breaker.fail(.lasting, at: start)
        breaker.begin()
        breaker.forget(at: at(301))
        #expect(breaker.admits(at: at(301)))
        var closed = CircuitBreaker()
        closed.forget(at: start)
        #expect(closed == CircuitBreaker())
    }

    @Test func `the first endpoint that may be asked and was not is next`() {
        var open = CircuitBreaker()
        open.fail(.asked(.seconds(30)), at: start)
        let closed = CircuitBreaker()
        let breakers = [open, closed, closed]
        #expect(EndpointChoice.next(of: breakers, asked: [], at: start) == EndpointChoice(index: 1, isLast: false))
        #expect(EndpointChoice.next(of: breakers, asked: [1], at: start) == EndpointChoice(index: 2, isLast: true))
        #expect(EndpointChoice.next(of: breakers, asked: [1, 2], at: start) == nil)
        #expect(EndpointChoice.next(of: breakers, asked: [], at: at(30))?.index == 0)
        #expect(EndpointChoice.wait(for: [open], at: start) == .seconds(30))
        #expect(EndpointChoice.wait(for: breakers, at: start) == .zero)
    }
}
