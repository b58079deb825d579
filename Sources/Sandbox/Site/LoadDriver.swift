import Foundation

/// Plays one load at a time. The site tells it of our replies; it tells the site what people do.
actor LoadDriver {
    private let clock: any SandboxClock
    private let wakeups: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    private var plan: LoadPlan?
    private var began = Date.distantPast
    private var generation = 0
    private var pause: Task<Void, Never>?
    private(set) var progress = LoadProgress()

    init(clock: any SandboxClock) {
        self.clock = clock
        // One wake-up is enough however often it is asked for.
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Begins `load` now, in the place of one that runs.
    func start(_ load: Load, people: [Person]) {
        plan = LoadPlan(load: load, people: people)
        began = clock.now
        generation += 1
        progress = LoadProgress(load: load, isRunning: true)
        pause?.cancel()
        wake.yield()
    }

    /// Ends the load that runs; what was written stays.
    func stop() {
        plan = nil
        generation += 1
        progress.isRunning = false
        pause?.cancel()
    }

    /// As if no load had ever been.
    func reset() {
        stop()
        progress = LoadProgress()
    }

    func replied(to id: String) {
        plan?.replied(to: id, at: elapsed)
    }

    /// Plays loads until the task is cancelled. `perform` is called in order, one step at a time.
    func run(_ perform: @Sendable (Act) async -> Void) async throws {
        for await _ in wakeups {
            while let step = plan?.next() {
                let playing = generation
                if step.isTyped { await perform(.types(step.person)) }
                try await pause(for: step.due - elapsed)
                // Another load, or none, took over while this step waited.
                guard playing == generation else { continue }
                progress.written += 1
                await perform(.writes(step.person, step.text))
                if let notice = step.notice { await perform(.notices(step.person, notice)) }
            }
            progress.isRunning = false
        }
        try Task.checkCancellation()
    }

    enum Act: Sendable {
        case types(Person)
        case writes(Person, String)
        case notices(Person, String)
    }

    /// A sleep that the next `start` or `stop` ends early, so that a slow load does not hold up its successor.
    private func pause(for wait: Duration) async throws {
        guard wait > .zero else { return }
        let sleep = Task { [clock] in _ = try? await clock.sleep(for: wait) }
        pause = sleep
        await withTaskCancellationHandler {
            await sleep.value
        } onCancel: {
            sleep.cancel()
        }
        try Task.checkCancellation()
    }

    private var elapsed: Duration {
        .milliseconds(Int64((clock.now.timeIntervalSince(began) * 1000).rounded()))
    }
}
