import Glibc
import PollThread
import Testing

@Suite struct PollThreadTests {
    @Test func anActorRunsOnItsThreadAndOnNoOther() async throws {
        let thread = PollThread(name: "resident")
        let resident = Resident(thread: thread)
        try thread.start()
        resident.installStep()
        let first = await resident.currentThread()
        let others = await withTaskGroup(of: pthread_t.self) { group in
            for _ in 0..<100 { group.addTask { await resident.currentThread() } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(others == [first])
        #expect(await resident.isIsolatedHere())
        #expect(thread.isIsolatingCurrentContext() == false)
        await thread.stop()
    }

    @Test func jobsQueuedBeforeTheStartRunOnTheThread() async throws {
        let thread = PollThread(name: "early")
        let resident = Resident(thread: thread)
        async let early = resident.currentThread()
        try thread.start()
        let id = await resident.currentThread()
        #expect(await early == id)
        await thread.stop()
    }

    @Test func aWaitingStepIsWokenByAJob() async throws {
        let thread = PollThread(name: "woken")
        let resident = Resident(thread: thread)
        try thread.start()
        resident.installStep()
        var latencies: [Duration] = []
        for _ in 0..<200 {
            let waits = await resident.waits
            let start = ContinuousClock.now
            _ = await resident.touch()
            latencies.append(ContinuousClock.now - start)
            #expect(await eventually { await resident.waits > waits })
        }
        // Without a wake-up the first call would wait for ever; the median says that none waits for a time limit.
        #expect(latencies.sorted()[100] < .milliseconds(200))
        await thread.stop()
    }

    @Test func aStepThatMayWaitSleepsInsteadOfSpinning() async throws {
        let thread = PollThread(name: "sleeper")
        let resident = Resident(thread: thread)
        try thread.start()
        resident.installStep()
        for _ in 0..<50 { _ = await resident.touch() }
        // Each of the calls above costs at most a turn with jobs and a turn without.
        #expect(await resident.steps <= 2 * 52)
        await thread.stop()
    }

    @Test func aWakeClosureEndsTheStepsOwnWait() async throws {
        let thread = PollThread(name: "own wait")
        let resident = Resident(thread: thread)
        let gate = Gate()
        let wakes = Locked(0)
        try thread.start()
        thread.setStep(
            { mayWait in if mayWait { gate.pass() } },
            wake: {
                wakes.withLock { $0 += 1 }
                gate.open(for: 1)
            })
        #expect(await eventually { gate.arrivals == 1 })
        _ = await resident.touch()
        #expect(wakes.withLock { $0 } == 1)
        #expect(await eventually { gate.arrivals == 2 })
        thread.setStep(nil)
        #expect(wakes.withLock { $0 } == 2)
        _ = await resident.touch()
        #expect(wakes.withLock { $0 } == 2, "A replaced wake closure must not be called")
        await thread.stop()
    }

    @Test func stoppingRunsWhatIsQueuedAndJoinsTheThread() async throws {
        let thread = PollThread(name: "stop-joins")
        let resident = Resident(thread: thread)
        try thread.start()
        resident.installStep()
        _ = await resident.touch()
        #expect(threadNames().contains("stop-joins"))
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<500 { group.addTask { await resident.touch() } }
            group.addTask {
                await thread.stop()
                return 0
            }
            group.addTask {
                await thread.stop()
                return 0
            }
            await group.waitForAll()
        }
        await thread.stop()
        #expect(!threadNames().contains("stop-joins"))
        #expect(thread.wakeDescriptor == -1)
    }

    @Test func anActorWhoseThreadHasStoppedStillAnswersOneCallAtATime() async throws {
        let thread = PollThread(name: "stopped")
        let resident = Resident(thread: thread)
        try thread.start()
        let id = await resident.currentThread()
        await thread.stop()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { await resident.isIsolatedHere() } }
            for await isIsolated in group { #expect(isIsolated) }
        }
        #expect(await resident.currentThread() != id)
        #expect(thread.isIsolatingCurrentContext() == false)
    }

    @Test func anActorMayStopItsOwnThread() async throws {
        actor Quitter {
            let thread = PollThread(name: "quitter")
            nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
            func quit() async { await thread.stop() }
        }
        let quitter = Quitter()
        try quitter.thread.start()
        await quitter.quit()
        #expect(!threadNames().contains("quitter"))
    }

    @Test func aThreadThatNeverStartedStopsAtOnceAndItsJobsAreAnswered() async {
        let thread = PollThread(name: "never")
        let resident = Resident(thread: thread)
        async let early = resident.touch()
        await thread.stop()
        #expect(await early == 0)
        #expect(throws: PollThreadError.self) { try thread.start() }
    }

    @Test func aSecondStartIsRefused() async throws {
        let thread = PollThread(name: "twice")
        try thread.start()
        let error = #expect(throws: PollThreadError.self) { try thread.start() }
        #expect(error?.code == .alreadyStarted)
        #expect(error?.isRetriable == false)
        await thread.stop()
    }

    @Test func aThreadThatIsStoppedLetsGoOfItsStep() async throws {
        final class Token: Sendable {}
        let thread = PollThread(name: "release")
        try thread.start()
        weak var released: Token?
        do {
            let token = Token()
            released = token
            thread.setStep { [token, thread] mayWait in
                _ = token
                var descriptor = pollfd(fd: thread.wakeDescriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&descriptor, 1, mayWait ? -1 : 0)
            }
        }
        await thread.stop()
        #expect(released == nil)
    }

    @Test func aWriteToAClosedPipeOnTheThreadDoesNotEndTheProcess() async throws {
        actor Writer {
            let thread = PollThread(name: "sigpipe")
            nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
            func writeToClosedPipe() -> Int32 {
                var ends: [Int32] = [-1, -1]
                guard pipe(&ends) == 0 else { return 0 }
                close(ends[0])
                defer { close(ends[1]) }
                var byte: UInt8 = 1
                return write(ends[1], &byte, 1) < 0 ? errno : 0
            }
        }
        let writer = Writer()
        try writer.thread.start()
        #expect(await writer.writeToClosedPipe() == EPIPE)
        await writer.thread.stop()
    }
}
