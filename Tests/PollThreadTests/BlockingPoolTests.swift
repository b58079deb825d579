import Glibc
import PollThread
import Testing

@Suite struct BlockingPoolTests {
    @Test func aBodyReturnsItsValueOrItsError() async throws {
        struct Fault: Error {}
        let pool = BlockingPool(name: "values", threads: 1, queueLimit: 4)
        #expect(try await pool.run { 42 } == 42)
        await #expect(throws: Fault.self) { try await pool.run { throw Fault() } }
        await pool.shutdown()
    }

    @Test func noMoreBodiesRunAtOnceThanThereAreThreads() async throws {
        let pool = BlockingPool(name: "bound", threads: 3, queueLimit: 200)
        let running = Locked((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<150 {
                group.addTask {
                    try await pool.run {
                        running.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        usleep(200)
                        running.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.withLock { $0.most } == 3)
        #expect(threadNames().filter { $0.hasPrefix("bound-") }.count == 3)
        await pool.shutdown()
    }

    @Test func threadsStartOnlyWhenTheyAreNeeded() async throws {
        let pool = BlockingPool(name: "lazy", threads: 8, queueLimit: 8)
        #expect(!threadNames().contains { $0.hasPrefix("lazy-") })
        for _ in 0..<20 { try await pool.run {} }
        // A body may be submitted before the thread of the one before it is idle again.
        #expect((1...2).contains(threadNames().filter { $0.hasPrefix("lazy-") }.count))
        await pool.shutdown()
    }

    @Test func aBodyBeyondTheQueueIsRefusedAndTheOthersRun() async throws {
        let pool = BlockingPool(name: "full", threads: 1, queueLimit: 2)
        let gate = Gate()
        async let busy: Void = pool.run { gate.pass() }
        #expect(await eventually { gate.arrivals == 1 })
        let outcomes = await withTaskGroup(of: PollThreadError.Code?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do {
                        try await pool.run {}
                        return nil
                    } catch {
                        return (error as? PollThreadError)?.code
                    }
                }
            }
            var refused: [PollThreadError.Code?] = []
            for _ in 0..<4 { refused.append(await group.next() ?? nil) }
            gate.open(for: 1)
            for await outcome in group { refused.append(outcome) }
            return refused
        }
        #expect(outcomes.filter { $0 == .queueFull }.count == 4)
        #expect(outcomes.filter { $0 == nil }.count == 2)
        try await busy
        await pool.shutdown()
    }

    @Test func shuttingDownRunsWhatWaitsAndJoinsTheThreads() async throws {
        let pool = BlockingPool(name: "drain", threads: 2, queueLimit: 50)
        let gate = Gate()
        let ran = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try await pool.run { gate.pass() } } }
            #expect(await eventually { gate.arrivals == 2 })
            let accepted = Locked(0)
            for _ in 0..<20 {
                group.addTask {
                    accepted.withLock { $0 += 1 }
                    do {
                        try await pool.run { ran.withLock { $0 += 1 } }
                    } catch let error as PollThreadError where error.code == .closed {
                        // Submitted after the shutdown had begun: refused, and counted as answered.
                        ran.withLock { $0 += 1 }
                    }
                }
            }
            #expect(await eventually { accepted.withLock { $0 } == 20 })
            group.addTask { await pool.shutdown() }
            gate.open(for: 2)
            try await group.waitForAll()
        }
        #expect(ran.withLock { $0 } == 20)
        #expect(!threadNames().contains { $0.hasPrefix("drain-") })
        let error = await #expect(throws: PollThreadError.self) { try await pool.run {} }
        #expect(error?.code == .closed)
        await pool.shutdown()
    }

    @Test func aCancelledCallerDoesNotWaitForAThread() async throws {
        let pool = BlockingPool(name: "cancel", threads: 1, queueLimit: 4)
        let gate = Gate()
        let ran = Locked(false)
        async let busy: Void = pool.run { gate.pass() }
        #expect(await eventually { gate.arrivals == 1 })
        let waiting = Task { try await pool.run { ran.withLock { $0 = true } } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open(for: 1)
        try await busy
        await pool.shutdown()
        #expect(!ran.withLock { $0 })
    }

    @Test func aBodyThatHasBegunRunsToItsEndThoughItsCallerIsCancelled() async throws {
        let pool = BlockingPool(name: "begun", threads: 1, queueLimit: 4)
        let gate = Gate()
        let running = Task {
            try await pool.run {
                gate.pass()
                return 7
            }
        }
        #expect(await eventually { gate.arrivals == 1 })
        running.cancel()
        gate.open(for: 1)
        #expect(try await running.value == 7)
        await pool.shutdown()
    }

    @Test func aPoolThatWasNeverUsedShutsDownAtOnce() async {
        let pool = BlockingPool(name: "unused", threads: 4, queueLimit: 4)
        await pool.shutdown()
    }
}
