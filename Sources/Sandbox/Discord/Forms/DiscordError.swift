/// A refusal in Discord's words: `{code, message, errors?}` with its HTTP status.
/// Codes and messages: docs.discord.com/developers/topics/opcodes-and-status-codes.
struct DiscordError: Error, Sendable, Hashable {
    var status: Int
    var code: Int
    var message: String
    var form: FormErrors?

    init(_ status: Int, _ code: Int, _ message: String, form: FormErrors? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.form = form
    }

    var json: JSONValue {
        var body: JSONValue = ["code": JSONValue(code), "message": .string(message)]
        if let form { body["errors"] = form.json }
        return body
    }
}

extension DiscordError {
    static let unauthorized = DiscordError(401, 0, "401: Unauthorized")
    static let notFound = DiscordError(404, 0, "404: Not Found")
    static let methodNotAllowed = DiscordError(405, 0, "405: Method Not Allowed")
    static let serverError = DiscordError(500, 0, "500: Internal Server Error")

    static let unknownApplication = DiscordError(404, 10002, "Unknown Application")
    static let unknownChannel = DiscordError(404, 10003, "Unknown Channel")
    static let unknownGuild = DiscordError(404, 10004, "Unknown Guild")
    static let unknownMember = DiscordError(404, 10007, "Unknown Member")
    static let unknownMessage = DiscordError(404, 10008, "Unknown Message")
    static let unknownUser = DiscordError(404, 10013, "Unknown User")
    static let unknownWebhook = DiscordError(404, 10015, "Unknown Webhook")
    static let unknownInteraction = DiscordError(404, 10062, "Unknown interaction")
    static let tooManyActiveThreads = DiscordError(400, 160_006, "Maximum number of active threads reached")
    static let threadExists = DiscordError(
        400, 160_004, "A thread has already been created for this message")
    /// A user agent that is not `DiscordBot (url, version)` is stopped before it reaches Discord.
    static let blockedAgent = DiscordError(403, 40333, "internal network error")
    static let tooLarge = DiscordError(413, 40005, "Request entity too large")
    static let alreadyAcknowledged = DiscordError(400, 40060, "Interaction has already been acknowledged.")
    static let missingAccess = DiscordError(403, 50001, "Missing Access")
    static let notAuthor = DiscordError(403, 50005, "Cannot edit a message authored by another user")
    static let emptyMessage = DiscordError(400, 50006, "Cannot send an empty message")
    static let notTextChannel = DiscordError(400, 50008, "Cannot send messages in a non-text channel")
    static let wrongChannelType = DiscordError(
        400, 50024, "Cannot execute action on this channel type")
    static let invalidWebhookToken = DiscordError(401, 50027, "Invalid Webhook Token")
    static let invalidVersion = DiscordError(400, 50041, "Invalid API version specified")
    static let archivedThread = DiscordError(400, 50083, "Thread is archived")
    static let invalidJSON = DiscordError(400, 50109, "The request body contains invalid JSON.")

    static func invalidForm(_ errors: FormErrors) -> DiscordError {
        DiscordError(400, 50035, "Invalid Form Body", form: errors)
    }
}
