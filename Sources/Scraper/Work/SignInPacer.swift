/// Tells when the account may be signed in again after its session ended. Pure.
///
/// A session that ends once in a while is renewed at once. One that ends again and again is ended by somebody: the owner,
/// on a device of their own, whom the scraper must not shut out in return.
struct SignInPacer: Sendable {
    /// What is waited before each further sign-in.
    static let pauses: [Duration] = [.zero, .seconds(60), .seconds(300), .seconds(900), .seconds(1800)]
    /// A session that lasted this long was not ended by a rival.
    static let calm = Duration.seconds(3600)

    private var count = 0
    private var ended: ContinuousClock.Instant?
    private var began: ContinuousClock.Instant?

    /// Call it as long as the account is not signed in.
    /// - Returns: how long is to be waited still; zero when it may be signed in now.
    mutating func wait(at now: ContinuousClock.Instant) -> Duration {
        if ended == nil {
            ended = now
            if let began, began.duration(to: now) >= Self.calm { count = 0 }
        }
        return max(.zero, now.duration(to: (ended ?? now) + pause))
    }

    /// What there is to say as long as it has to be waited; nil when it may be signed in now. The same words each time.
    mutating func advice(at now: ContinuousClock.Instant) -> String? {
        guard wait(at: now) > .zero else { return nil }
        let minutes = pause.components.seconds / 60
        return "the session ended again soon after it was begun, perhaps because you use the account elsewhere: "
            + "it is begun anew \(minutes == 1 ? "a minute" : "\(minutes) minutes") after its end, and replies wait"
    }

    private var pause: Duration { Self.pauses[min(count, Self.pauses.count - 1)] }

    /// It is signed in, by us or by somebody else.
    mutating func signedIn(at now: ContinuousClock.Instant) {
        guard ended != nil else { return }
        (ended, began) = (nil, now)
        count += 1
    }
}
