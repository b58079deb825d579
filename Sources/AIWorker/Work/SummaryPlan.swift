import struct FoundationEssentials.Date

/// Whether what a conversation's prompt has no place for is summed up now, and how. Pure.
///
/// A summary costs a request, so it is extended once for several messages, and a request that gave nothing is not made
/// again for the same ones.
enum SummaryPlan: Equatable, Sendable {
    /// The service is asked for nothing; what is stored serves, if there is something.
    case use(String?)
    /// The service makes a summary of the messages alone.
    case make
    /// The service adds the messages to an earlier summary, which serves until then.
    case extend(String)

    /// So many messages must have lost their place since the last request.
    static let step = 10
    /// So many, the latest, are summed up at once. Of a longer stretch the oldest are left out.
    static let maximumMessages = 100
    /// How long after a request that failed the next one is made.
    static let pause = 900.0

    /// What is stored of a conversation.
    struct Stored: Equatable, Sendable {
        /// Nil when no request gave a summary yet.
        var text: String?
        /// Ordinal of the last message that the text covers, or that a request gave nothing usable for.
        var through: Int64
        /// No request before.
        var notBefore: Date?
        /// Something that it may hold was edited or deleted since.
        var isOutdated: Bool
    }

    /// - Parameters:
    ///   - fallenOut: ordinals of the messages that are older than those the prompt shows, oldest first; those that the
    ///     stored summary covers may be left out.
    ///   - mayAsk: the budget is not used up and the draft is not paid for already.
    static func of(stored: Stored?, fallenOut: [Int64], mayAsk: Bool, at now: Date) -> SummaryPlan {
        let usable = stored.flatMap { $0.isOutdated ? nil : $0.text }
        // What is outdated counts for nothing: all that there is may be summed up anew.
        let through = stored.flatMap { $0.isOutdated ? nil : $0.through } ?? .min
        let isPaused = stored?.notBefore.map { now < $0 } ?? false
        guard mayAsk, !isPaused, fallenOut.count(where: { $0 > through }) >= step else { return .use(usable) }
        return usable.map { .extend($0) } ?? .make
    }

    /// What serves while nothing newer is there.
    var usable: String? {
        switch self {
        case .use(let text): text
        case .make: nil
        case .extend(let text): text
        }
    }
}
