import Testing

@testable import Scraper

@Suite struct SignInPacerTests {
    private let start = ContinuousClock.now
    private var pacer = SignInPacer()

    private mutating func end(at seconds: Int) -> Duration { pacer.wait(at: start + .seconds(seconds)) }

    private mutating func signIn(at seconds: Int) { pacer.signedIn(at: start + .seconds(seconds)) }

    @Test mutating func `A session that ends for the first time is renewed at once`() {
        let first = end(at: 0)
        #expect(first == .zero)
    }

    @Test mutating func `One that ends again and again is waited with, longer each time`() {
        var waits: [Duration] = []
        var now = 0
        for _ in 0..<7 {
            let wait = end(at: now)
            waits.append(wait)
            now += Int(wait.components.seconds)
            let rest = end(at: now)
            #expect(rest == .zero)
            signIn(at: now)
            now += 10
        }
        #expect(waits == [0, 60, 300, 900, 1800, 1800, 1800].map { Duration.seconds($0) })
    }

    @Test mutating func `What is left to wait becomes less, and somebody else's sign-in ends it`() {
        _ = end(at: 0)
        signIn(at: 1)
        let waits = [end(at: 10), end(at: 40), end(at: 70)]
        #expect(waits == [.seconds(60), .seconds(30), .zero])
        let (words, none) = (pacer.advice(at: start + .seconds(50)), pacer.advice(at: start + .seconds(70)))
        #expect(words?.contains("a minute after") == true && none == nil)
        signIn(at: 71)
        let next = end(at: 80)
        #expect(next == .seconds(300))
    }

    @Test mutating func `A session that lasted makes up for those before`() {
        for second in [0, 10, 20] {
            _ = end(at: second)
            signIn(at: second + 1)
        }
        let later = end(at: 4000)
        #expect(later == .zero)
    }
}
