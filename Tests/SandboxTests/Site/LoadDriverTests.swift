import Synchronization
import Testing

@testable import Sandbox

@Suite struct LoadDriverTests {
    private let clock = ManualClock()
    private let people = PersonCatalog(random: SeededRandom(seed: 1)).first(5)

    /// Runs a driver while `body` uses it; gives what it did.
    private func play(_ body: @escaping @Sendable (LoadDriver) async throws -> Void) async throws -> [LoadDriver.Act] {
        let driver = LoadDriver(clock: clock)
        let acts = Mutex<[LoadDriver.Act]>([])
        let run = Task { try await driver.run { act in acts.withLock { $0.append(act) } } }
        defer { run.cancel() }
        try await body(driver)
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        return acts.withLock { $0 }
    }

    /// Moves time in small steps until the load is over.
    private func finish(_ driver: LoadDriver) async throws {
        try await eventually("the load ends") {
            clock.advance(by: .milliseconds(200))
            return await !driver.progress.isRunning
        }
    }

    @Test func `a load writes all its messages and tells how far it is`() async throws {
        let acts = try await play { driver in
            #expect(await driver.progress == LoadProgress())
            let load = Load(conversations: 5, messagesPerSecond: 5, seconds: 6, seed: 1)
            await driver.start(load, people: people)
            #expect(await driver.progress.isRunning)
            try await finish(driver)
            #expect(await driver.progress == LoadProgress(load: load, isRunning: false, written: 30))
        }
        #expect(acts.count { if case .writes = $0 { true } else { false } } == 30)
        #expect(acts.contains { if case .types = $0 { true } else { false } })
    }

    @Test func `a new load does not wait for the old one's pause`() async throws {
        _ = try await play { driver in
            await driver.start(
                Load(conversations: 5, messagesPerSecond: 0.01, seconds: 1000, seed: 1), people: people)
            try await eventually("the slow load pauses") { clock.sleeperCount == 1 }
            let quick = Load(conversations: 5, messagesPerSecond: 5, seconds: 2, seed: 1)
            await driver.start(quick, people: people)
            try await finish(driver)
            #expect(await driver.progress.written == 10)
        }
    }

    @Test func `a stopped load writes no more`() async throws {
        let acts = try await play { driver in
            await driver.start(
                Load(conversations: 5, messagesPerSecond: 0.01, seconds: 1000, seed: 1), people: people)
            try await eventually("the load pauses") { clock.sleeperCount == 1 }
            await driver.stop()
            try await eventually("the pause ends") { clock.sleeperCount == 0 }
            #expect(await driver.progress.isRunning == false)
        }
        #expect(!acts.contains { if case .writes = $0 { true } else { false } })
    }
}
