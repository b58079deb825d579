import CurlHTTP
import Messaging

/// What went wrong with a call to Discord, in words that say what to do.
struct DiscordError: Error, CustomStringConvertible, RetryAdvice {
    enum Code: Equatable, Sendable {
        /// 401: the token is wrong or was reset. Nothing is sent any more.
        case unauthorized
        /// 403: a permission is missing.
        case forbidden
        /// 404 of a channel, thread or message.
        case missing
        /// 400: what we sent is not accepted; sending it again changes nothing.
        case invalid
        /// 413, or 40005: a file is larger than Discord takes here.
        case tooLarge
        /// The thread is archived, and locked or about to be changed: it has to be opened first.
        case archived
        case rateLimited
        /// 5xx, or no answer.
        case unavailable
        /// An interaction that has expired (10062) or was answered before (40060).
        case interactionOver
        /// The self-imposed pause that keeps Discord from banning the address.
        case paused
    }

    /// 50083: thread is archived.
    static let archivedThread = 50083

    let code: Code
    /// Discord's own code, such as 10003; 0 when there is none.
    let discordCode: Int
    let description: String
    let retryAfter: Duration?
    /// False only when it is certain that Discord did nothing.
    let mayHaveHappened: Bool

    init(
        _ code: Code, discordCode: Int = 0, _ description: String, retryAfter: Duration? = nil,
        mayHaveHappened: Bool = false
    ) {
        self.code = code
        self.discordCode = discordCode
        self.description = description
        self.retryAfter = retryAfter
        self.mayHaveHappened = mayHaveHappened
    }

    var reason: String { description }

    var isRetriable: Bool {
        switch code {
        // A person can mend these while the message waits.
        case .unauthorized, .forbidden, .rateLimited, .unavailable, .paused: true
        case .missing, .invalid, .archived, .tooLarge, .interactionOver: false
        }
    }

    /// A limit that is known to end is waited for, and costs the event none of its attempts.
    var patient: any Error {
        switch code {
        case .rateLimited, .paused: NotYet(delay: retryAfter ?? .seconds(5), reason: description)
        default: self
        }
    }

    init(_ error: HTTPError) {
        self.init(
            .unavailable, "Discord cannot be reached (\(error))", mayHaveHappened: error.requestMayHaveBeenProcessed)
    }
}
