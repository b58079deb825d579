import Glibc

/// Moments at which a crash is hardest to survive. For fault runs (`make chaos`) alone: reaching one does nothing unless
/// `SWITCHBOARD_FAILPOINT` names it (``FailPlan``).
public enum FailPoint: String, Sendable, CaseIterable {
    /// A delivery is about to be handled.
    case handlerBefore = "handler.before"
    /// Inside the transaction of a handled event: everything is written and nothing committed.
    case handlerInside = "handler.inside"
    /// The event is handled and its outcome settled in the database; the broker does not know.
    case commitBeforeAck = "commit.before-ack"
    /// The acknowledgement was handed to the connection; it may not be sent.
    case ackAfter = "ack.after"
    /// Events are published and confirmed, and still pending in the outbox.
    case outboxBeforeMark = "outbox.before-mark"
    /// An effect is recorded as attempted, and nothing was done yet.
    case effectAttempted = "effect.attempted"
    /// An effect was done, and is recorded as attempted only.
    case effectBeforeRecord = "effect.before-record"

    /// The scraper has stored what a page shows.
    case pageRecorded = "page.recorded"
    /// A reply stands in the text box; send was not clicked.
    case typingPut = "typing.put"
    /// Send was clicked; the bubble was not looked for.
    case typingPressed = "typing.pressed"
    /// The bubble was read back and is not stored.
    case typingSeen = "typing.seen"

    /// The AI service has answered; no draft is stored.
    case aiCompleted = "ai.completed"

    /// Discord has taken a post.
    case discordPosted = "discord.posted"
    /// Discord has made a thread.
    case discordThreaded = "discord.threaded"
    /// Discord knows that a press was heard; it is not decided.
    case pressAcknowledged = "press.acknowledged"
    /// A press is decided; its card still offers the draft.
    case pressDecided = "press.decided"

    /// Rows are recorded as attempted and not sent to Google.
    case sheetsAttempted = "sheets.attempted"
    /// Google has taken rows; they still wait in the database.
    case sheetsWritten = "sheets.written"

    /// The variable that arms one.
    public static let variable = "SWITCHBOARD_FAILPOINT"

    /// Ends or stops this process when it was told so for this moment; otherwise nothing.
    public static func reach(_ point: FailPoint) {
        guard let armed else { return }
        armed.reach(point)
    }

    private static let armed: ArmedFailPoint? = getenv(variable).flatMap { String(validatingCString: $0) }
        .flatMap(FailPlan.init).map(ArmedFailPoint.init)
}
