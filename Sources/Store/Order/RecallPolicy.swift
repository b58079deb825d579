import struct FoundationEssentials.Date

/// When an event that was sent and not settled counts as lost on its way, and is sent again. Pure.
///
/// Sending it again is always safe: who has handled it drops it. It is only wasteful, so the pauses grow: a queue may
/// simply be long.
enum RecallPolicy {
    enum Decision: Equatable {
        /// It is on its way, or waits for its next attempt.
        case leave
        case sendAgain
        /// It was sent again for hours and never came: those behind it go on, with a gap.
        case giveUp
    }

    /// How long after it was sent, by how often it was sent again, in seconds.
    static let patience: [Double] = [30, 120, 600, 3_600, 21_600]

    /// - Parameter comesBackAt: until when it waits in a delay queue, if it does.
    static func decide(_ event: OpenEvent, comesBackAt: Date?, now: Date) -> Decision {
        // One that is not published yet is its producer's to publish.
        guard event.state == .sent, let sentAt = event.sentAt else { return .leave }
        if let comesBackAt, comesBackAt > now { return .leave }
        let recalls = Int(event.recalls ?? 0)
        guard now.timeIntervalSince(sentAt) > patience[min(recalls, patience.count - 1)] else { return .leave }
        return recalls < patience.count ? .sendAgain : .giveUp
    }
}
